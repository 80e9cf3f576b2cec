import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const run = promisify(execFile);
const node = (...args: string[]) => run(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
const bin = (...path: string[]) => join('node_modules', ...path);
const LARGEST_BYTES = 25 * 1024;
const MINUTES_MS = 180_000;

describe('the package', () => {
  beforeAll(async () => {
    await node(bin('vite', 'bin', 'vite.js'), 'build', '--config', 'sdk/vite.config.ts');
  }, MINUTES_MS);

  it('is under 25 KB gzipped, and brings neither React nor Socket.IO along', () => {
    const files = readdirSync('sdk/dist').filter((name) => name.endsWith('.js') && name !== 'react.js');
    const code = files.map((name) => readFileSync(join('sdk/dist', name), 'utf8')).join('\n');
    expect(gzipSync(code).length).toBeLessThan(LARGEST_BYTES);
    const imported = [...code.matchAll(/from\s*"([^"./][^"]*)"/g)].map(([, name]) => name);
    expect(imported).toEqual(['socket.io-client']);
  });

  it('leaves out what an app does not import', async () => {
    const folder = mkdtempSync('sdk/dist/shaken-');
    try {
      writeFileSync(join(folder, 'entry.js'), `export { LyceumError } from '../index.js';`);
      const config = {
        root: folder,
        logLevel: 'silent',
        build: {
          lib: { entry: 'entry.js', formats: ['es'], fileName: 'app' },
          rollupOptions: { external: ['socket.io-client'] },
        },
      };
      writeFileSync(join(folder, 'vite.config.mjs'), `export default ${JSON.stringify(config)};`);
      await node(bin('vite', 'bin', 'vite.js'), 'build', '--config', join(folder, 'vite.config.mjs'));
      const app = readFileSync(join(folder, 'dist', 'app.js'), 'utf8');
      expect(app).toContain('LyceumError');
      expect(app.length).toBeLessThan(3_000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it(
    'has examples in its README that compile',
    async () => {
      const blocks = [...readFileSync('sdk/README.md', 'utf8').matchAll(/```(tsx?)\n([^]*?)```/g)];
      expect(blocks.length).toBeGreaterThan(4);
      const folder = mkdtempSync('sdk/dist/examples-');
      try {
        for (const [index, [, kind, code]] of blocks.entries())
          writeFileSync(join(folder, `example-${index}.${kind}`), code ?? '');
        const config = {
          extends: '../../tsconfig.json',
          include: ['.'],
          exclude: [],
          compilerOptions: { noUnusedLocals: false },
        };
        writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
        const refusals = await node(bin('typescript', 'bin', 'tsc'), '-p', folder).then(
          () => '',
          (error: unknown) => (error as { stdout: string }).stdout,
        );
        expect(refusals).toBe('');
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    MINUTES_MS,
  );

  it(
    'has a page for everything public, made without a warning',
    async () => {
      const { stdout } = await node(bin('typedoc', 'bin', 'typedoc'), '--options', 'sdk/typedoc.json');
      expect(stdout).toContain('html generated at');
      expect(readdirSync('sdk/dist/docs')).toContain('index.html');
    },
    MINUTES_MS,
  );
});
