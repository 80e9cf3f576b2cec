import { beforeAll, describe, expect, it } from '@jest/globals';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { copyCheckout, runCommand, shellEnvironment } from '../support/clean-checkout.js';
import { listeningPort } from '../support/gateway.js';
import { ServerProcess } from '../support/processes.js';
import { freshPath } from '../support/test-run.js';

const INSTALL_MS = 600_000;
/** The first start builds. */
const START_MS = 120_000;

describe('a fresh checkout', () => {
  let checkout: string;

  beforeAll(async () => {
    checkout = freshPath('checkout');
    copyCheckout('.', checkout);
    await runCommand('npm ci --no-audit --no-fund', checkout, shellEnvironment());
  }, INSTALL_MS);

  function npmStart(): ServerProcess {
    const env = { ...shellEnvironment(), HOST: '127.0.0.1', PORT: '0' };
    return new ServerProcess({ name: 'npm start', command: 'npm', args: ['start'], env, cwd: checkout });
  }

  it(
    'builds, starts without any configuration, and ends with 0 on SIGTERM',
    async () => {
      const server = npmStart();
      const port = await server.waitFor('listening', listeningPort, START_MS);

      expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${port}/`)).headers.get('content-type')).toMatch(/^text\/html/);
      expect(await server.stop('SIGTERM', 26_000)).toBe(0);
    },
    START_MS + 30_000,
  );

  it('does not build again what is not stale', async () => {
    const built = statSync(join(checkout, 'dist', 'main.js')).mtimeMs;
    const server = npmStart();
    await server.waitFor('listening', listeningPort, START_MS);
    await server.stop('SIGTERM', 26_000);

    expect(statSync(join(checkout, 'dist', 'main.js')).mtimeMs).toBe(built);
  }, 60_000);
});
