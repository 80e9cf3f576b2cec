import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { device, gone, here, watch } from '../contract/lyceum/presence/devices.js';
import { closeAll } from '../contract/lyceum/lyceum-client.js';
import { register } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { startRedis, type Redis } from '../support/redis.js';
import { eventually } from '../support/wait.js';
import { CLUSTER_ENV } from './people.js';

const TIMEOUT_MS = 120_000;

describeWith(['postgres', 'redis'], 'presence on two nodes', () => {
  let postgres: Postgres;
  let redis: Redis;
  let one: Gateway;
  let two: Gateway;

  const ready = (node: Gateway) =>
    eventually(async () => {
      expect(await call(node, 'GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
    }, 10_000);

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const database = await postgres.createDatabase();
    const env = { ...CLUSTER_ENV, REDIS_URL: redis.url };
    [one, two] = await Promise.all([startGateway({ database, env }), startGateway({ database, env })]);
    await Promise.all([ready(one), ready(two)]);
  }, TIMEOUT_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  it(
    'a change on one is told to who watches on the other',
    async () => {
      const [ana, ben] = [await register(one), await register(two, 'ben')];
      const watcher = await device(two, ben);
      await watch(watcher, ana);

      const phone = await device(one, ana);
      expect(await watcher.next('presence:changed', {}, 5_000)).toEqual(here(ana));
      dataOf(await phone.request('presence:set', { state: 'away' }));
      expect(await watcher.next('presence:changed', {}, 5_000)).toEqual(here(ana, { state: 'away' }));
    },
    TIMEOUT_MS,
  );

  it(
    'who hides on one is hidden on the other when it is answered',
    async () => {
      const [ana, ben] = [await register(one), await register(two, 'ben')];
      const phone = await device(one, ana);
      await device(two, ana);
      const watcher = await device(two, ben);
      expect(await watch(watcher, ana)).toEqual([here(ana)]);

      const { hidden } = dataOf(await phone.request('presence:set', { state: 'hidden' }));

      expect(hidden).toBe(true);
      expect(await watch(watcher, ana)).toEqual([gone(ana)]);
      expect(JSON.stringify(await watcher.request('presence:online'))).not.toContain(ana.id);
    },
    TIMEOUT_MS,
  );
});
