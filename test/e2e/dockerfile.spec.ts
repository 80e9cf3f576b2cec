import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { copyCheckout, runCommand, shellEnvironment } from '../support/clean-checkout.js';
import { environmentOf, execForm, parseDockerfile, parseDockerignore, type Stage } from '../support/dockerfile.js';
import { listeningPort, TEST_JWT_SECRET } from '../support/gateway.js';
import { ServerProcess } from '../support/processes.js';
import { freshDirectory } from '../support/test-run.js';

/** An image built without an engine: each stage's file system is a directory. */
interface BuiltStage {
  root: string;
  workdir: string;
  env: Record<string, string>;
}

const BUILD_MS = 600_000;
/** It makes its database first. */
const START_MS = 60_000;
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { dev?: boolean }> };
const stages = parseDockerfile(readFileSync('Dockerfile', 'utf8'));
const isIgnored = parseDockerignore(readFileSync('.dockerignore', 'utf8'));

/** Follows COPY, ENV, WORKDIR and npm's RUN; the other RUN lines need a system of their own. */
async function follow(stage: Stage, root: string, built: ReadonlyMap<string, BuiltStage>): Promise<BuiltStage> {
  const state: BuiltStage = { root, workdir: root, env: {} };
  const within = (base: string, path: string): string => (path.startsWith('/') ? join(base, path) : resolve(state.workdir, path));
  for (const { name, text, flags } of stage.instructions) {
    if (name === 'WORKDIR') mkdirSync((state.workdir = within(root, text)), { recursive: true });
    if (name === 'ENV') Object.assign(state.env, environmentOf(text));
    if (name === 'RUN' && text.startsWith('npm ')) await runCommand(text, state.workdir, { ...shellEnvironment(), ...state.env });
    if (name !== 'COPY') continue;
    const paths = text.split(/\s+/);
    const to = within(root, paths.pop() ?? '');
    const isDirectory = text.endsWith('/');
    for (const from of paths) {
      const target = isDirectory ? join(to, basename(from)) : to;
      const source = flags.from === undefined ? undefined : built.get(flags.from);
      if (source === undefined) copyCheckout(from, target, (path) => !isIgnored(path));
      else cpSync(join(source.root, from), target, { recursive: true, verbatimSymlinks: true });
    }
  }
  return state;
}

function finalInstruction(name: string): string {
  return stages.at(-1)?.instructions.findLast((instruction) => instruction.name === name)?.text ?? '';
}

describe('the image', () => {
  let image: BuiltStage;

  beforeAll(async () => {
    const directory = freshDirectory('image');
    const built = new Map<string, BuiltStage>();
    for (const stage of stages) {
      const root = join(directory, stage.name);
      mkdirSync(root);
      image = await follow(stage, root, built);
      built.set(stage.name, image);
    }
  }, BUILD_MS);

  it('runs as somebody who is not root, with its data in a volume', () => {
    expect(finalInstruction('USER')).toMatch(/^(?!root|0)\w+/);
    expect(finalInstruction('VOLUME')).toBe(image.env.DATA_DIR);
    expect(image.env.NODE_ENV).toBe('production');
    expect(finalInstruction('EXPOSE')).toBe(image.env.PORT);
  });

  it('has what the gateway needs at run time, and no development dependency', () => {
    const isThere = (path: string): boolean => existsSync(join(image.workdir, path));
    const needed = Object.keys(manifest.dependencies).map((name) => `node_modules/${name}`);
    // Some that we list for development are there for another package's sake: the lock file knows.
    const development = Object.keys(lock.packages).filter((path) => lock.packages[path]?.dev);

    expect(needed.filter((path) => !isThere(path))).toEqual([]);
    expect(development.length).toBeGreaterThan(100);
    expect(development.filter(isThere)).toEqual([]);
    expect(readdirSync(image.workdir).sort()).toEqual(['dist', 'node_modules', 'package.json']);
    expect(
      readdirSync(join(image.workdir, 'dist'), { recursive: true }).filter((path) => String(path).includes('.spec.')),
    ).toEqual([]);
  });

  it('starts, is healthy, and ends with 0 on SIGTERM', async () => {
    const [program, ...args] = execForm(finalInstruction('CMD')) ?? [];
    expect(program).toBe('node');
    const dataDir = join(image.root, image.env.DATA_DIR ?? '');
    const env = { ...image.env, PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', JWT_SECRET: TEST_JWT_SECRET };
    const server = new ServerProcess({ name: 'image', command: process.execPath, args, env, cwd: image.workdir });
    const port = await server.waitFor('listening', listeningPort, START_MS);

    const health = await fetch(`http://127.0.0.1:${port}/health/live`);
    expect(health.status).toBe(200);
    expect(healthcheck(port)).toBe(0);
    expect(await server.stop('SIGTERM', 26_000)).toBe(0);
    expect(healthcheck(port)).toBe(1);
  }, 120_000);

  it('does not start without a secret', async () => {
    const args = (execForm(finalInstruction('CMD')) ?? []).slice(1);
    const env = { ...image.env, PATH: process.env.PATH ?? '', DATA_DIR: join(image.root, 'other'), PORT: '0' };
    const server = new ServerProcess({ name: 'image', command: process.execPath, args, env, cwd: image.workdir });

    expect(await server.exited).not.toBe(0);
    expect(server.output()).toContain('JWT_SECRET');
  });

  /** The exit code of HEALTHCHECK's command. */
  function healthcheck(port: number): number | null {
    const text = finalInstruction('HEALTHCHECK');
    const args = execForm(text.slice(text.indexOf('['))) ?? [];
    expect(args[0]).toBe('node');
    return spawnSync(process.execPath, args.slice(1), { env: { ...image.env, PORT: String(port) } }).status;
  }
});
