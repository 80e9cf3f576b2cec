import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { JWT_SECRET } from '../tokens.mjs';
import { start } from './child.mjs';
import { freshDirectory, freshPath } from './scratch.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** What is measured: the build, unless BENCH_GATEWAY names the main file of another one. */
export const gatewayMain = process.env.BENCH_GATEWAY ?? path('../../dist/main.js');

/** Options for Node itself, for every server alike: `BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=/tmp/profiles"`. */
const nodeOptions = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);

/** Limits that protect a real gateway and would measure themselves here. */
const ROOMY = {
  MAX_CONNECTIONS_PER_ADDRESS: '1000000',
  MAX_UNAUTHENTICATED_PER_ADDRESS: '1000000',
  MAX_CONNECTIONS_PER_USER: '10000',
  CONNECTS_PER_SECOND: '1000000',
  OUTBOUND_QUEUE_PACKETS: '1000000',
  RATE_COMMANDS_PER_SECOND: '1000000',
  RATE_SEND_PER_SECOND: '1000000',
  RATE_SEND_BURST: '1000000',
  RATE_JOIN_PER_SECOND: '1000000',
  RATE_READ_PER_SECOND: '1000000',
  RATE_SEARCH_PER_SECOND: '1000000',
  RATE_CREATE_PER_HOUR: '1000000',
  ROOM_CAPACITY: '100000',
};

/** The port in the line `{…,"msg":"listening","port":1234,…}`. @param {string} output */
function listeningPort(output) {
  const port = /"msg":"listening".*?"port":(\d+)|"port":(\d+).*?"msg":"listening"/.exec(output);
  return port === null ? undefined : Number(port[1] ?? port[2]);
}

/** @param {string} main @param {Record<string, string>} env */
async function launch(main, env) {
  const args = ['--expose-gc', '--import', path('../servers/probe.mjs'), ...nodeOptions, main];
  // A working directory of its own, which holds no developer's .env.
  const server = start(process.execPath, args, { env: { JWT_SECRET, ...env }, cwd: freshDirectory('server'), ipc: true });
  const { found: port, ms } = await server.until(listeningPort);
  return {
    port,
    /** From the start of the process to its listening, ms. */
    startMs: ms,
    stop: () => server.stop(),
    /** CPU time of the whole process so far, all its threads, µs. @returns {Promise<number>} */
    cpu: () => server.ask('cpu'),
    /** Memory after a full collection, bytes. @returns {Promise<{ rss: number, heap: number }>} */
    memory: () => server.ask('memory'),
    /** Memory as it is, bytes. @returns {Promise<number>} */
    rss: () => server.ask('rss'),
  };
}

/**
 * A Socket.IO server that does nothing but verify tokens, join rooms and broadcast.
 * @param {'object' | 'string'} key how it gives the secret to `jsonwebtoken`: the faster way, or as most write it
 */
export function startBare(key = 'object') {
  return launch(path('../servers/bare-socketio.mjs'), { NODE_ENV: 'production', JWT_KEY: key });
}

/** Bare `ws`: one buffer for everybody in a room. */
export function startBareWs() {
  return launch(path('../servers/bare-ws.mjs'), { NODE_ENV: 'production' });
}

/** A gateway on Nest's default adapter. */
export function startNest() {
  return launch(path('../servers/nest-default.mjs'), { NODE_ENV: 'production' });
}

/** The bare Socket.IO server with a PostgreSQL transaction for every message. @param {string} databaseUrl */
export function startPerMessage(databaseUrl) {
  return launch(path('../servers/transaction-per-message.mjs'), { NODE_ENV: 'production', DATABASE_URL: databaseUrl });
}

/** The same with sends gathered by hand and stored together. @param {string} databaseUrl */
export function startGroupCommit(databaseUrl) {
  return launch(path('../servers/group-commit.mjs'), { NODE_ENV: 'production', DATABASE_URL: databaseUrl });
}

/** A gateway and repositories as the documentation of Nest and TypeORM shows them. @param {string} databaseUrl */
export function startNestTypeorm(databaseUrl) {
  return launch(path('../servers/nest-typeorm.mjs'), { NODE_ENV: 'production', DATABASE_URL: databaseUrl });
}

/**
 * Lyceum as in production, with its limits out of the way.
 * @param {{ databaseUrl?: string, dataDir?: string, env?: Record<string, string> }} options without `databaseUrl`: the embedded database
 */
export function startLyceum({ databaseUrl, dataDir = freshPath('data'), env = {} } = {}) {
  return launch(gatewayMain, {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_FORMAT: 'json',
    GUEST_ACCESS: 'allow',
    DATA_DIR: dataDir,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...ROOMY,
    ...env,
  });
}

/** Version of an installed package. @param {string} name */
export function versionOf(name) {
  return createRequire(import.meta.url)(`${name}/package.json`).version;
}
