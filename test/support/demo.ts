import { join } from 'node:path';
import type { Endpoint } from './raw-client.js';
import { ServerProcess } from './processes.js';

/** It starts a gateway with a database of its own and hashes passwords as people's are, on a machine that is busy. */
export const FILLED_MS = 120_000;

export interface Demo extends Endpoint {
  /** Of the live session. */
  readonly code: string;
  /** Everybody's. */
  readonly password: string;
}

/** `npm run demo` on any free port, whose temporary directories are made in `tmp`. */
export function runDemo(tmp: string, ...args: string[]): ServerProcess {
  const env = { PATH: process.env.PATH ?? '', TMPDIR: tmp, PORT: '0', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  return new ServerProcess({
    name: 'demo',
    command: process.execPath,
    args: [join('scripts', 'demo.mjs'), ...args],
    env,
    cwd: process.cwd(),
  });
}

/** What it prints when everything is there. */
export async function filled(demo: ServerProcess): Promise<Demo> {
  await demo.waitFor('filled', (text) => (text.includes('Ctrl-C ends it') ? true : undefined), FILLED_MS);
  const [, httpUrl = '', code = ''] = /(http:\/\/\S+)\/s\/(\w{6})/.exec(demo.output()) ?? [];
  const [, password = ''] = /password (\S+)/.exec(demo.output()) ?? [];
  return { httpUrl, wsUrl: httpUrl.replace('http', 'ws'), code, password };
}
