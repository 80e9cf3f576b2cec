import type { Duplex } from 'node:stream';
import type { CustomTypesConfig, ClientBase, PoolConfig } from 'pg';
import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseConfig } from '../config/app-config.js';
import { MIGRATIONS } from './migrations/index.js';
import { usePrepared } from './prepared.js';
import { TypeormLogger } from './typeorm-logger.js';

/** The schema that holds everything of ours; where the database is shared with an app, its own tables stay untouched. */
export const SCHEMA = 'lyceum';

export type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;
export type Entities = NonNullable<PostgresOptions['entities']>;

/** One session serves everybody, so that waiting for it in a queue is normal and not a sign of trouble. */
const EMBEDDED_CONNECTION_TIMEOUT_MS = 10_000;
const IDLE_CLIENT_MS = 30_000;
/** A server that has just let us in answers a SET at once, or not at all. */
const SESSION_SETUP_MS = 1_000;
/** A node that freezes inside a transaction must let go of its locks before those who wait for them give up. */
const IDLE_IN_TRANSACTION_MS = 1_500;

/**
 * Options for the database of this configuration: PostgreSQL by its URL, or the embedded one through `openStream`. Nothing else
 * in the house knows which of the two it has.
 */
export function dataSourceOptions(config: DatabaseConfig, entities: Entities, openStream?: () => Duplex): PostgresOptions {
  const logger = new TypeormLogger();
  return {
    type: 'postgres',
    schema: SCHEMA,
    entities,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    applicationName: 'lyceum',
    logger,
    poolErrorHandler: (error: Error) => {
      logger.log('warn', `A database connection was lost: ${error.message}`);
    },
    ...(config.url === undefined ? EMBEDDED : { url: config.url }),
    extra: poolOptions(config, openStream),
  };
}

/** Named, so that the driver does not look into PGHOST, PGUSER and their like, which mean another server. */
const EMBEDDED = { host: 'embedded', port: 1, username: 'postgres', password: '', database: 'postgres', ssl: false } as const;

/** The pool waits for the hook and gives up a client whose hook fails; its type does not say so. */
type PoolOptions = Omit<PoolConfig, 'onConnect'> & { onConnect: (client: ClientBase) => Promise<void> };

function poolOptions(config: DatabaseConfig, openStream: (() => Duplex) | undefined): PoolOptions {
  const common = {
    types: NUMBERS_FOR_BIGINT,
    onConnect: (client: ClientBase) => prepareSession(client, config.statementTimeoutMs),
  };
  if (config.url === undefined) {
    return {
      ...common,
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: Math.max(config.connectionTimeoutMs, EMBEDDED_CONNECTION_TIMEOUT_MS),
      ...(openStream && { stream: openStream }),
    };
  }
  return {
    ...common,
    max: config.poolSize,
    idleTimeoutMillis: IDLE_CLIENT_MS,
    connectionTimeoutMillis: config.connectionTimeoutMs,
    keepAlive: true,
  };
}

/**
 * Settings of every session. By SET and not as startup parameters: a URL's own `options` would replace those, connection poolers
 * refuse them, and the embedded database ignores them.
 */
async function prepareSession(client: ClientBase, statementTimeoutMs: number): Promise<void> {
  // A backend may die at any moment, also between two owners of the client; without a listener that would end the process.
  client.on('error', () => undefined);
  const settings = [
    // An answered message is a committed one, whatever the server's or the role's default is.
    'synchronous_commit = on',
    `search_path = ${SCHEMA}`,
    `statement_timeout = ${String(statementTimeoutMs)}`,
    `idle_in_transaction_session_timeout = ${String(IDLE_IN_TRANSACTION_MS)}`,
    "timezone = 'UTC'",
    // Its compiler takes far longer than any statement of ours: a second for a search that is done in two milliseconds.
    'jit = off',
  ];
  const text = settings.map((setting) => `SET ${setting}`).join('; ');
  await client.query({ text, query_timeout: SESSION_SETUP_MS } as { text: string });
  usePrepared(client);
}

const { INT8 } = pg.types.builtins;

/** Only on our own connections: the driver's global parsers belong to the whole process. */
const NUMBERS_FOR_BIGINT: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === INT8 && format !== 'binary' ? exactInteger : (pg.types.getTypeParser(oid, format) as unknown),
};

function exactInteger(digits: string): number {
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${digits} is too large to be kept exactly as a number.`);
  return value;
}
