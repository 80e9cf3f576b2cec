import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { Backend } from '../contract/server-api/backend.js';
import { device, gone, here, toldOf, watch } from '../contract/lyceum/presence/devices.js';
import { closeAll } from '../contract/lyceum/lyceum-client.js';
import { ROOMY } from '../contract/settings.js';
import { register, type TestAccount } from '../support/accounts.js';
import { makeKey } from '../support/command-line.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import type { Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import type { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { CLUSTER_ENV } from './people.js';
import { becomes, twoNodes } from './nodes.js';

const TIMEOUT_MS = 120_000;
/** Long enough for a busy machine to connect again. */
const GRACE_MS = 1_000;
const SOON_MS = 10_000;

describeWith(['postgres', 'redis'], 'presence on two nodes', () => {
  const nodes = twoNodes({ ...ROOMY, ...CLUSTER_ENV, PRESENCE_GRACE_MS: String(GRACE_MS) }, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;

  beforeAll(() => {
    ({ one, two } = nodes);
  });
  afterEach(closeAll);

  /** Somebody who watches that person from that node. */
  async function watcherOf(person: TestAccount, node: Gateway): Promise<SocketClient> {
    const watcher = await device(node, await register(node));
    await watch(watcher, person);
    return watcher;
  }

  function hears(watcher: SocketClient, presence: JsonObject): Promise<JsonObject> {
    return watcher.next('presence:changed', presence, SOON_MS);
  }

  async function say(client: SocketClient, statusText: string): Promise<void> {
    dataOf(await client.request('presence:set', { state: 'online', statusText }));
  }

  async function onlineOn(node: Gateway): Promise<string[]> {
    const anybody = await device(node, await register(node));
    const { users } = dataOf(await anybody.request('presence:online'));
    return (users as JsonObject[]).map(({ id }) => String(id));
  }

  it(
    'a change on one is told to who watches on the other',
    async () => {
      const [ana, ben] = [await register(one), await register(two, 'ben')];
      const watcher = await device(two, ben);
      await watch(watcher, ana);

      const phone = await device(one, ana);
      expect(await watcher.next('presence:changed', {}, SOON_MS)).toEqual(here(ana));
      dataOf(await phone.request('presence:set', { state: 'away' }));
      expect(await watcher.next('presence:changed', {}, SOON_MS)).toEqual(here(ana, { state: 'away' }));
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
      await eventually(async () => expect(await watch(watcher, ana)).toEqual([here(ana, { devices: 2 })]), SOON_MS);

      const { hidden } = dataOf(await phone.request('presence:set', { state: 'hidden' }));

      expect(hidden).toBe(true);
      expect(await watch(watcher, ana)).toEqual([gone(ana)]);
      expect(JSON.stringify(await watcher.request('presence:online'))).not.toContain(ana.id);
    },
    TIMEOUT_MS,
  );

  it(
    'devices are counted over both, and one of two that leaves shows nothing but that',
    async () => {
      const ana = await register(one);
      const phone = await device(one, ana);
      const watchers = [await watcherOf(ana, one), await watcherOf(ana, two)];
      const tab = await device(two, ana);
      for (const watcher of watchers) await hears(watcher, { devices: 2 });

      phone.close();
      for (const watcher of watchers) await hears(watcher, { devices: 1 });
      tab.close();
      for (const watcher of watchers) expect(await hears(watcher, { state: 'offline' })).toEqual(gone(ana));
      for (const watcher of watchers) expect(toldOf(watcher, ana).filter(({ state }) => state === 'offline')).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it(
    'a device that comes back on the other shows nothing, and that one of its two connections closes neither',
    async () => {
      const ana = await register(one);
      const phone = newId('phone');
      const first = await device(one, ana, phone);
      const watchers = [await watcherOf(ana, one), await watcherOf(ana, two)];
      const eva = await register(two, 'eva');
      const marker = await device(two, eva);
      await Promise.all(
        watchers.map((watcher) =>
          eventually(async () => expect(await watch(watcher, ana, eva)).toEqual([here(ana), here(eva)]), SOON_MS),
        ),
      );
      first.close();
      const second = await device(two, ana, phone);
      const third = await device(one, ana, phone);
      second.close();
      marker.close();
      // Whose grace begins after hers.
      for (const watcher of watchers) await hears(watcher, { user: { id: eva.id }, state: 'offline' });
      await say(third, 'still here');
      for (const watcher of watchers) {
        await hears(watcher, { statusText: 'still here' });
        expect(toldOf(watcher, ana).filter((told) => told.statusText === null)).toEqual([]);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'who said on one that they are away is back for all when they do something on the other',
    async () => {
      const ana = await register(one);
      const phone = await device(one, ana);
      const laptop = await device(two, ana);
      const watchers = [await watcherOf(ana, one), await watcherOf(ana, two)];
      dataOf(await phone.request('presence:set', { state: 'away' }));
      for (const watcher of watchers) await hears(watcher, { state: 'away' });

      await laptop.request('presence:online');
      for (const watcher of watchers) await hears(watcher, { state: 'online' });
      await phone.request('presence:online');
      await say(laptop, 'working');
      for (const watcher of watchers) expect(await hears(watcher, { statusText: 'working' })).toMatchObject({ state: 'online' });
    },
    TIMEOUT_MS,
  );

  it(
    'people in one room hear of each other across both, until they have left',
    async () => {
      const [ana, ben] = [await register(one), await register(two, 'ben')];
      const [phone, laptop] = [await device(one, ana), await device(two, ben)];
      const key = newId('room');
      for (const client of [phone, laptop]) dataOf(await client.request('rooms:join', { key, create: true }));
      // Who is in which room follows a moment after the joining.
      await eventually(async () => {
        await say(phone, newId('text'));
        expect(toldOf(laptop, ana)).not.toEqual([]);
      }, SOON_MS);
      phone.close();
      expect(await hears(laptop, { state: 'offline' })).toEqual(gone(ana));
    },
    TIMEOUT_MS,
  );

  it(
    'each lists and counts everybody',
    async () => {
      const { key } = await makeKey(one, ['presence']);
      const [ana, ben] = [await register(one), await register(two, 'ben')];
      const [phone, laptop] = [await device(one, ana), await device(two, ben)];
      dataOf(await phone.request('presence:online', { watch: true }));
      for (const node of [one, two]) {
        await eventually(async () => expect(await onlineOn(node)).toEqual(expect.arrayContaining([ana.id, ben.id])), SOON_MS);
        const { users, total } = await new Backend(node, key).done('GET', '/online');
        const ids = (users as JsonObject[]).map(({ id }) => id);
        expect(ids).toEqual(expect.arrayContaining([ana.id, ben.id]));
        expect(total).toBe(ids.length);
      }
      laptop.close();
      await phone.nextWhere('presence:online', (list: JsonObject) => !JSON.stringify(list.users).includes(ben.id), SOON_MS);

      await closeAll();
      const counted = async (node: Gateway): Promise<unknown> => (await call(node, 'GET', '/api/status')).body.connectedUsers;
      await eventually(async () => expect([await counted(one), await counted(two)]).toEqual([0, 0]), SOON_MS);
      await device(one, ana);
      await device(two, ben);
      await eventually(async () => expect([await counted(one), await counted(two)]).toEqual([2, 2]), SOON_MS);
    },
    TIMEOUT_MS,
  );

  it(
    'while Redis is away each serves its own people right, and afterwards both agree',
    async () => {
      const [ana, ben, eva] = [await register(one), await register(two, 'ben'), await register(two, 'eva')];
      const [phone, laptop] = [await device(one, ana), await device(two, ben)];
      const [first, second] = [await watcherOf(ana, one), await watcherOf(ana, two)];
      await watch(first, ben, eva);
      await eventually(async () => expect(await watch(first, ben)).toEqual([here(ben)]), SOON_MS);

      await nodes.redis.kill();
      await Promise.all([becomes(one, 'degraded'), becomes(two, 'degraded')]);
      laptop.close();
      await device(two, eva);
      const tab = await device(one, ana);
      await hears(first, { devices: 2 });
      tab.close();
      await hears(first, { devices: 1 });
      phone.close();
      await hears(first, { user: { id: ana.id }, state: 'offline' });
      expect(await watch(second, ana)).toEqual([here(ana)]);

      await nodes.redis.restart();
      await hears(second, { user: { id: ana.id }, state: 'offline' });
      await hears(first, { user: { id: ben.id }, state: 'offline' });
      await hears(first, { user: { id: eva.id }, state: 'online' });
      for (const watcher of [first, second])
        expect(await watch(watcher, ana, ben, eva)).toEqual([gone(ana), gone(ben), here(eva)]);
    },
    TIMEOUT_MS,
  );
});
