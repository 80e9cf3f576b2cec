import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { device, gone, here, toldOf, watch } from '../contract/lyceum/presence/devices.js';
import { closeAll } from '../contract/lyceum/lyceum-client.js';
import { ROOMY } from '../contract/settings.js';
import { register, type TestAccount } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { startRedis, type Redis } from '../support/redis.js';
import type { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { CLUSTER_ENV, GRACE_MS } from './people.js';
import { becomes } from './nodes.js';

const TIMEOUT_MS = 120_000;
const SILENCE_MS = 3_000;
/** Until everybody knows of a node that says nothing any more, and the grace of its people is over. */
const GONE_MS = 30_000;
const ENV = {
  ...ROOMY,
  ...CLUSTER_ENV,
  PRESENCE_GRACE_MS: String(GRACE_MS),
  CLUSTER_SILENCE_MS: String(SILENCE_MS),
} as const;

describeWith(['postgres', 'redis'], 'presence when a node', () => {
  let postgres: Postgres;
  let redis: Redis;
  /** Lives as long as the tests. */
  let one: Gateway;
  /** Whatever happens to it. */
  let two: Gateway;
  let ana: TestAccount;
  let ben: TestAccount;
  let watcher: SocketClient;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const database = await postgres.createDatabase();
    const start = () => startGateway({ database, env: { ...ENV, REDIS_URL: redis.url } });
    [one, two] = await Promise.all([start(), start()]);
    await Promise.all([becomes(one, 'ready'), becomes(two, 'ready')]);
  }, TIMEOUT_MS);
  beforeEach(async () => {
    ana = await register(one);
    ben = await register(one, 'ben');
  });
  afterEach(closeAll);
  afterAll(async () => {
    await Promise.all([one.stop(), two.kill()]);
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  /** Ana is on the second node, and watched from the first. */
  async function anaIsOnTwo(): Promise<SocketClient> {
    watcher = await device(one, ben);
    await watch(watcher, ana);
    const phone = await device(two, ana);
    await hears({ state: 'online' });
    return phone;
  }

  function hears(presence: JsonObject): Promise<JsonObject> {
    return watcher.next('presence:changed', presence, GONE_MS);
  }

  it(
    'stands still for longer than nodes may, its people are gone, and back when it goes on',
    async () => {
      const phone = await anaIsOnTwo();
      process.kill(two.pid, 'SIGSTOP');
      try {
        expect(await hears({ state: 'offline' })).toEqual(gone(ana));
      } finally {
        process.kill(two.pid, 'SIGCONT');
      }
      expect(await hears({ state: 'online' })).toEqual(here(ana));
      phone.close();
      await hears({ state: 'offline' });
    },
    TIMEOUT_MS,
  );

  it(
    'is killed, its people are gone, and were last seen then; who came to another node first has never left',
    async () => {
      await anaIsOnTwo();
      const eva = await register(one, 'eva');
      const phone = newId('phone');
      await device(two, eva, phone);
      await watch(watcher, eva);
      await eventually(async () => expect(await watch(watcher, eva)).toEqual([here(eva)]), GONE_MS);
      await two.kill();
      await device(one, eva, phone);

      const told = await hears({ user: { id: ana.id }, state: 'offline' });
      const toldAt = Date.now();
      expect(told).toEqual(gone(ana));
      // When the node was heard of last, not when the others became sure; timers are a few milliseconds early now and then.
      expect(Date.parse(told.lastSeenAt as string)).toBeLessThanOrEqual(toldAt - SILENCE_MS - GRACE_MS + 20);
      expect(await watch(watcher, eva)).toEqual([here(eva)]);
      expect(toldOf(watcher, eva).filter(({ state, devices }) => state === 'offline' || devices !== 1)).toEqual([]);
      await two.restart();
      await becomes(two, 'ready');
      const newcomer = await device(two, ben);
      // Another node has stored it in its place.
      await eventually(async () => expect(await watch(newcomer, ana, eva)).toEqual([told, here(eva)]), GONE_MS);
    },
    TIMEOUT_MS,
  );

  it(
    'is stopped, its people are gone after the grace; who comes to another node meanwhile has never left',
    async () => {
      await anaIsOnTwo();
      const eva = await register(one, 'eva');
      const phone = newId('phone');
      const before = await device(two, eva, phone);
      await watch(watcher, eva);
      await eventually(async () => expect(await watch(watcher, eva)).toEqual([here(eva)]), GONE_MS);
      const stopped = two.stop();
      await before.closed;
      await device(one, eva, phone);
      expect(await stopped).toBe(0);
      expect(await hears({ user: { id: ana.id }, state: 'offline' })).toEqual(gone(ana));
      expect(await watch(watcher, eva)).toEqual([here(eva)]);
      expect(toldOf(watcher, eva).filter(({ state, devices }) => state === 'offline' || devices !== 1)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
