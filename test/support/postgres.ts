import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { installed } from './installed-servers.js';
import { freePort } from './ports.js';
import { ServerProcess } from './processes.js';
import { freshDirectory, runDirectory } from './test-run.js';

export { hasPostgres } from './installed-servers.js';

const START_MS = 30_000;
const STOP_MS = 20_000;
/** The database that others are copies of. */
const MIGRATED = 'migrated';

/** A PostgreSQL cluster of a test's own. */
export interface Postgres {
  /** Of the database `postgres`; see `createDatabase`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** An empty database; resolves with its URL. */
  createDatabase(): Promise<string>;
  /** What it logged since its last start. */
  output(): string;
  /** Cuts every client's connection; resolves with how many there were. */
  terminateBackends(): Promise<number>;
  /** Holds all its processes still, connections stay open; until `resume`. */
  pause(): void;
  resume(): void;
  /** Fast shutdown: clients are cut, everything committed is kept. */
  stop(): Promise<void>;
  /** As a crash: SIGKILL. */
  kill(): Promise<void>;
  /** The same data on the same port, after `stop` or `kill`. */
  restart(): Promise<void>;
}

/** Whom its servers run as: PostgreSQL refuses to run as root; its own account is there wherever Debian's package is. */
export function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

const ENVIRONMENT = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };

/** The files of a new cluster, for copies: making them takes many times as long. Made once in a run, by whoever needs them first. */
async function emptyCluster(): Promise<string> {
  const { initdb } = installed;
  const template = join(runDirectory(), 'empty-cluster');
  if (existsSync(template)) return template;
  if (initdb === undefined) throw new Error('PostgreSQL is not installed here');
  const { uid, gid } = account();
  const directory = freshDirectory('initdb');
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
  const args = ['-D', `${directory}/cluster`, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await promisify(execFile)(initdb, args, { uid, gid, cwd: directory, env: ENVIRONMENT });
  // Another worker may have been first; its files are as good.
  await rename(`${directory}/cluster`, template).catch((error: unknown) => {
    if (!existsSync(template)) throw error;
  });
  return template;
}

/** Starts a new, empty cluster on 127.0.0.1 that trusts everybody and does not wait for the disk. */
export async function startPostgres(): Promise<Postgres> {
  const { postgres } = installed;
  if (postgres === undefined) throw new Error('PostgreSQL is not installed here');
  const { uid, gid } = account();
  const directory = freshDirectory('postgres');
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
  const cluster = `${directory}/cluster`;
  await promisify(execFile)('cp', ['-r', await emptyCluster(), cluster], { uid, gid, cwd: directory });

  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: directory,
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: 200,
  };
  const args = ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const launch = async (): Promise<ServerProcess> => {
    const server = new ServerProcess({ name: 'postgres', command: postgres, args, env: ENVIRONMENT, cwd: directory, uid, gid });
    await server.waitFor('ready', (output) => output.includes('ready to accept connections') || undefined, START_MS);
    return server;
  };

  let server = await launch();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return {
    url,
    port,
    get pid() {
      return server.pid;
    },
    createDatabase: () => createDatabase(url),
    output: () => server.output(),
    terminateBackends: () => terminateBackends(url),
    pause: () => server.signalTree('SIGSTOP'),
    resume: () => server.signalTree('SIGCONT'),
    stop: async () => {
      server.signalTree('SIGCONT');
      await server.stop('SIGINT', STOP_MS);
    },
    kill: () => server.kill(),
    restart: async () => {
      server = await launch();
    },
  };
}

/** Makes an empty database in a running cluster, by default this run's; resolves with its URL. */
export async function createDatabase(clusterUrl = runCluster(), template = 'template1'): Promise<string> {
  const name = `lyceum_${randomBytes(6).toString('hex')}`;
  await query(clusterUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return urlOf(clusterUrl, name);
}

/** A database of this run that a gateway has made its tables in and nobody has used: a copy costs a fraction of making them again. */
export function migratedDatabase(): Promise<string> {
  return createDatabase(runCluster(), MIGRATED);
}

/** Makes in the run's cluster what `migratedDatabase` copies; `migrate` gets its URL, and must leave nobody connected. */
export async function makeMigrated(clusterUrl: string, migrate: (url: string) => Promise<void>): Promise<void> {
  await query(clusterUrl, `CREATE DATABASE ${MIGRATED}`);
  await migrate(urlOf(clusterUrl, MIGRATED));
}

function urlOf(clusterUrl: string, name: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  // A lost connection rejects the query; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function terminateBackends(url: string): Promise<number> {
  const others = "backend_type = 'client backend' AND pid <> pg_backend_pid()";
  const rows = await query(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`);
  return rows.length;
}

function runCluster(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (url === undefined) throw new Error('This run has no PostgreSQL: it needs TEST_DATABASE=postgres, or startPostgres()');
  return url;
}
