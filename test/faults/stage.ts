import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { startRedis, type Redis } from '../support/redis.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { eventually } from '../support/wait.js';
import type { Place } from './person.js';

/** Limits that the load itself must not meet. */
export const UNLIMITED = {
  RATE_SEND_BURST: '100000',
  RATE_SEND_PER_SECOND: '100000',
  RATE_COMMANDS_PER_SECOND: '100000',
  RATE_JOIN_PER_SECOND: '1000',
  RATE_READ_PER_SECOND: '1000',
} as const;

const READY_MS = 60_000;

/** A gateway that reaches its database and its Redis through proxies of its own. */
export interface Node extends Place {
  readonly gateway: Gateway;
  readonly database: TcpProxy;
  readonly redis: TcpProxy;
}

/** Nodes, PostgreSQL and Redis: what the faults happen to. */
export interface Stage {
  readonly nodes: readonly Node[];
  readonly postgres: Postgres;
  readonly redis: Redis;
  /** The nodes' database, without a proxy. */
  readonly database: string;
  /** Milliseconds that all took to serve, from when they were started together on an empty database. */
  readonly startedMs: number;
}

export interface StageOptions {
  readonly names?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export async function raiseStage({ names = ['one', 'two', 'three'], env = UNLIMITED }: StageOptions = {}): Promise<Stage> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const database = await postgres.createDatabase();
  const started = performance.now();
  const nodes = await Promise.all(names.map((name) => startNode(name, { postgres, redis, database, env })));
  await Promise.all(nodes.map((node) => ready(node)));
  return { nodes, postgres, redis, database, startedMs: Math.round(performance.now() - started) };
}

export async function strikeStage({ nodes, postgres, redis }: Stage): Promise<void> {
  await Promise.all(nodes.map(({ gateway }) => gateway.stop()));
  await Promise.all(nodes.flatMap((node) => [node.database.close(), node.redis.close()]));
  await Promise.all([postgres.stop(), redis.stop()]);
}

/** Resolves when the node says that database and other nodes are there. */
export function ready(node: Place): Promise<void> {
  return eventually(async () => {
    const { status, body } = await call(node, 'GET', '/health/ready');
    if (status !== 200 || body.status !== 'ready') throw new Error(`${node.name} is ${JSON.stringify(body)}`);
  }, READY_MS);
}

async function startNode(
  name: string,
  { postgres, redis, database, env }: Pick<Stage, 'postgres' | 'redis' | 'database'> & Required<Pick<StageOptions, 'env'>>,
): Promise<Node> {
  const [toDatabase, toRedis] = await Promise.all([TcpProxy.before(postgres.port), TcpProxy.before(redis.port)]);
  const gateway = await startGateway({
    database: toDatabase.url(database),
    env: { ...env, REDIS_URL: toRedis.url(redis.url) },
  });
  return { name, gateway, database: toDatabase, redis: toRedis, ...addressOf(gateway) };
}

/** Where a gateway is; its port stays the same when it is started again. */
export function addressOf({ httpUrl, wsUrl }: Gateway): { httpUrl: string; wsUrl: string } {
  return { httpUrl, wsUrl };
}
