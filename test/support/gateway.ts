import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migratedDatabase } from './postgres.js';
import { ServerProcess } from './processes.js';
import { freshPath, runDirectory, defaultDatabase } from './test-run.js';

/** The key that gateways under test sign and verify with. */
export const TEST_JWT_SECRET = 'a signing key of the tests, long enough for HS256';

const START_MS = 60_000;
/** A planned stop is promised within 25 s; one more for a busy machine. */
const STOP_MS = 26_000;

export interface GatewayOptions {
  /** Configuration keys beside, or instead of, those every test gets. */
  env?: Record<string, string>;
  /** Its DATA_DIR; by default a new one. Two gateways can't use one embedded database at once. */
  dataDir?: string;
  /** A PostgreSQL URL, so that several gateways share one database, or `embedded`; by default a new one of this run's kind, with tables. */
  database?: string;
  /** `costly` for tests about how long passwords take; by default they are hashed in no time. */
  passwords?: 'cheap' | 'costly';
}

/** A gateway that runs as a process of its own. */
export interface Gateway {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly httpUrl: string;
  /** `ws://127.0.0.1:PORT` */
  readonly wsUrl: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Absent where the database is the embedded one. */
  readonly databaseUrl: string | undefined;
  /** Everything it printed since its last start. */
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again, after `stop` or `kill`: same data, same port. */
  restart(env?: Record<string, string>): Promise<void>;
}

/** What runs: the build, unless TEST_GATEWAY names the main file of another one. */
function mainFile(): string {
  return process.env.TEST_GATEWAY ?? join(process.cwd(), 'dist', 'main.js');
}

/** The port in the line `{…,"msg":"listening","port":1234,…}`. */
export function listeningPort(output: string): number | undefined {
  const line = output.split('\n').find((text) => text.includes('"msg":"listening"'));
  const port = line === undefined ? undefined : /"port":(\d+)/.exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}

/**
 * For a process that lives for seconds. The embedded database's code is compiled as far as it is used, and not made faster at length; nor
 * is ours before it ran for a while, and what a start needs for a moment fits into the young generation. Saves a sixth of a start.
 */
const SHORT_LIVED = ['--wasm-lazy-compilation', '--liftoff-only', '--interrupt-budget=1000000', '--min-semi-space-size=16'];
const CHEAP_PASSWORDS = ['--require', join(process.cwd(), 'test', 'support', 'cheap-passwords.cjs')];

interface Launched {
  server: ServerProcess;
  port: number;
}

async function launch(env: Record<string, string>, passwords: GatewayOptions['passwords']): Promise<Launched> {
  const args = [...SHORT_LIVED, ...(passwords === 'costly' ? [] : CHEAP_PASSWORDS), mainFile()];
  // The working directory holds no .env of a developer's own.
  const server = new ServerProcess({ name: 'gateway', command: process.execPath, args, cwd: runDirectory(), env });
  try {
    return { server, port: await server.waitFor('listening', listeningPort, START_MS) };
  } catch (error) {
    await server.kill();
    throw error;
  }
}

/** Copying a database that is there costs a fraction of making one. */
async function newDataDirectory(): Promise<string> {
  const dataDir = freshPath('data');
  const template = join(runDirectory(), 'template');
  if (existsSync(template)) await promisify(execFile)('cp', ['-r', template, dataDir]);
  return dataDir;
}

/**
 * Starts the built gateway as a process of its own, on a free port of 127.0.0.1 and, unless the options say otherwise, on a database
 * of its own. Rejects with the gateway's output when it does not listen within 60 s.
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const embedded = (options.database ?? defaultDatabase()) === 'embedded';
  const dataDir = options.dataDir ?? (embedded ? await newDataDirectory() : freshPath('data'));
  const databaseUrl = embedded ? undefined : (options.database ?? (await migratedDatabase()));
  let env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    JWT_SECRET: TEST_JWT_SECRET,
    GUEST_ACCESS: 'allow',
    LOG_LEVEL: 'info',
    LOG_FORMAT: 'json',
    ...options.env,
  };
  let { server, port } = await launch(env, options.passwords);

  return {
    dataDir,
    databaseUrl,
    get port() {
      return port;
    },
    get httpUrl() {
      return `http://127.0.0.1:${port}`;
    },
    get wsUrl() {
      return `ws://127.0.0.1:${port}`;
    },
    get pid() {
      return server.pid;
    },
    output: () => server.output(),
    stop: () => server.stop('SIGTERM', STOP_MS),
    kill: () => server.kill(),
    restart: async (more = {}) => {
      if (server.alive) throw new Error('gateway: stop or kill it before a restart');
      env = { ...env, ...more, PORT: String(port) };
      ({ server, port } = await launch(env, options.passwords));
    },
  };
}
