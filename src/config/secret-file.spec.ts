import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load.js';
import { keptSecret, secretFile } from './secret-file.js';

describe('the generated secret', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lyceum-secret-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('has 32 random bytes and is the same at the next start', () => {
    const first = keptSecret(join(directory, 'a'));
    expect(Buffer.from(first, 'base64url')).toHaveLength(32);
    expect(keptSecret(join(directory, 'a'))).toBe(first);
    expect(keptSecret(join(directory, 'b'))).not.toBe(first);
  });

  it('can be read by its owner only, and leaves no draft behind', () => {
    keptSecret(directory);
    expect(statSync(secretFile(directory)).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['jwt-secret']);
  });

  it('is one secret when several start at the same moment', async () => {
    const compiled = compileInto(directory);
    for (let round = 0; round < 5; round++) {
      const secrets = await startTogether(4, compiled, join(directory, `round-${round}`));
      expect(new Set(secrets)).toEqual(new Set([keptSecret(join(directory, `round-${round}`))]));
    }
  });

  it('refuses a file that holds something else, and does not show it', () => {
    writeFileSync(secretFile(directory), 'half a secr');
    expect(() => keptSecret(directory)).toThrow('holds no generated secret');
    expect(readFileSync(secretFile(directory), 'utf8')).toBe('half a secr');
  });

  it('is used by a start without JWT_SECRET, which tells where it is', () => {
    const { auth } = loadConfig({ DATA_DIR: directory, JWT_SECRET: '' });
    expect(auth).toMatchObject({ jwtSecret: keptSecret(directory), jwtSecretFile: join(directory, 'jwt-secret') });
  });

  it('is not made when JWT_SECRET is given, or when the start fails', () => {
    expect(loadConfig({ DATA_DIR: directory, JWT_SECRET: 'mine' }).auth).toMatchObject({ jwtSecret: 'mine' });
    expect(() => loadConfig({ DATA_DIR: directory, PORT: 'x' })).toThrow(ConfigError);
    expect(() => loadConfig({ DATA_DIR: directory, NODE_ENV: 'production' })).toThrow(ConfigError);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('names JWT_SECRET when it can be kept nowhere', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(() => loadConfig({ DATA_DIR: file })).toThrow(/JWT_SECRET is not set, and a generated one can't be kept/);
  });
});

/** The module under test as a thread can run it, which has no transformer. */
function compileInto(directory: string): string {
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  for (const name of ['system-error', 'secret-file']) {
    const { code } = transformFileSync(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)));
    writeFileSync(join(directory, `${name}.js`), code);
  }
  return join(directory, 'secret-file.js');
}

/** What each of `count` threads gets that are held at a gate until all of them stand there. */
async function startTogether(count: number, compiled: string, dataDir: string): Promise<string[]> {
  const source = `
    const { parentPort, workerData: { compiled, dataDir, count, gate } } = require('node:worker_threads');
    import(compiled).then(({ keptSecret }) => {
      const arrived = Atomics.add(gate, 0, 1) + 1;
      if (arrived === count) Atomics.notify(gate, 0);
      else for (let seen = arrived; seen < count; seen = Atomics.load(gate, 0)) Atomics.wait(gate, 0, seen, 5000);
      parentPort.postMessage(keptSecret(dataDir));
    });`;
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { compiled, dataDir, count, gate };
  const workers = Array.from({ length: count }, () => new Worker(source, { eval: true, workerData }));
  return Promise.all(
    workers.map(async (worker) => {
      const [secret] = (await once(worker, 'message')) as [string];
      await worker.terminate();
      return secret;
    }),
  );
}
