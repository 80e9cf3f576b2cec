import { afterAll, beforeAll, expect } from '@jest/globals';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { startRedis, type Redis } from '../support/redis.js';
import { eventually } from '../support/wait.js';

/** Waits until the node says so of itself: `ready`, or `degraded` while Redis is away. */
export function becomes(node: Gateway, status: 'ready' | 'degraded'): Promise<void> {
  return eventually(async () => {
    expect(await call(node, 'GET', '/health/ready')).toMatchObject({ status: 200, body: { status } });
  }, 10_000);
}

/** Set before the first test. */
export interface TwoNodes {
  one: Gateway;
  two: Gateway;
  postgres: Postgres;
  redis: Redis;
}

/** Two gateways on one database and one Redis of their own, for all tests of the file; call it where they are described. */
export function twoNodes(env: Readonly<Record<string, string>>, withinMs: number): TwoNodes {
  const nodes = {} as TwoNodes;
  beforeAll(async () => {
    [nodes.postgres, nodes.redis] = await Promise.all([startPostgres(), startRedis()]);
    const database = await nodes.postgres.createDatabase();
    const start = () => startGateway({ database, env: { ...env, REDIS_URL: nodes.redis.url } });
    [nodes.one, nodes.two] = await Promise.all([start(), start()]);
    await Promise.all([becomes(nodes.one, 'ready'), becomes(nodes.two, 'ready')]);
  }, withinMs);
  afterAll(async () => {
    await Promise.all([nodes.one.stop(), nodes.two.stop()]);
    await Promise.all([nodes.postgres.stop(), nodes.redis.stop()]);
  }, withinMs);
  return nodes;
}
