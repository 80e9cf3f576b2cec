import { installed } from './installed-servers.js';
import { freePort } from './ports.js';
import { ServerProcess } from './processes.js';
import { freshDirectory } from './test-run.js';

export { hasRedis } from './installed-servers.js';

const START_MS = 10_000;
const STOP_MS = 10_000;

/** A Redis of a test's own, in memory only. */
export interface Redis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Holds it still, connections stay open; until `resume`. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
  /** As a crash: SIGKILL. */
  kill(): Promise<void>;
  /** Empty again, on the same port, after `stop` or `kill`. */
  restart(): Promise<void>;
}

export async function startRedis(): Promise<Redis> {
  const { redis } = installed;
  if (redis === undefined) throw new Error('Redis is not installed here');
  const cwd = freshDirectory('redis');
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', cwd];
  const launch = async (): Promise<ServerProcess> => {
    const server = new ServerProcess({ name: 'redis', command: redis, args, env: { PATH: process.env.PATH ?? '' }, cwd });
    await server.waitFor('ready', (output) => output.includes('Ready to accept connections') || undefined, START_MS);
    return server;
  };

  let server = await launch();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return server.pid;
    },
    pause: () => server.signalTree('SIGSTOP'),
    resume: () => server.signalTree('SIGCONT'),
    stop: async () => {
      server.signalTree('SIGCONT');
      await server.stop('SIGTERM', STOP_MS);
    },
    kill: () => server.kill(),
    restart: async () => {
      server = await launch();
    },
  };
}
