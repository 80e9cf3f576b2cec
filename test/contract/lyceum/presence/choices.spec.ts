import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../../support/accounts.js';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { connectChat } from '../../chatroom/chat-client.js';
import { ROOMY, START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { newPerson, userShape } from '../shapes.js';
import { device, gone, GONE_MS, here, oneself, toldOf, watch } from './devices.js';

describe('lyceum: choosing how to be seen', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  describe.each(WAYS)('by %s', (way) => {
    it('a status text is answered, told, and ends by itself', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way, 'ben')];
      await watch(ben.client, ana);
      const until = new Date(Date.now() + 1_500).toISOString();

      const choice = { state: 'online', statusText: 'In a lesson', until };
      expect(dataOf(await ana.client.request('presence:set', choice))).toEqual(
        oneself(ana, { statusText: 'In a lesson', until }),
      );
      expect(await ben.client.fact('presence:changed')).toEqual(here(ana, { statusText: 'In a lesson' }));
      expect(await ben.client.fact('presence:changed', {}, 5_000)).toEqual(here(ana));
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
      expect(dataOf(await ana.client.request('presence:set', { state: 'online' }))).toEqual(oneself(ana));
    });

    it('who is hidden is offline to everybody else, and not to themselves', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way, 'ben')];
      await watch(ben.client, ana);
      dataOf(await ana.client.request('presence:watch', { users: [ana.id] }));
      const from = Date.now();

      const answer = dataOf(await ana.client.request('presence:set', { state: 'hidden', statusText: 'Secret' }));

      expect(answer).toEqual(oneself(ana, { hidden: true, statusText: 'Secret' }));
      expect(await ana.client.fact('presence:changed')).toEqual(answer);
      const { lastSeenAt } = await ben.client.fact('presence:changed', { state: 'offline' });
      expect(toldOf(ben.client, ana)).toEqual([gone(ana)]);
      expect(Date.parse(lastSeenAt as string)).toBeGreaterThanOrEqual(from - 1_000);
      expect(await watch(ben.client, ana)).toEqual([{ ...gone(ana), lastSeenAt }]);
      expect(dataOf(await ana.client.request('presence:watch', { users: [ana.id] }))).toEqual({ users: [answer] });

      expect(dataOf(await ana.client.request('presence:set', { state: 'online' }))).toMatchObject({ hidden: false });
      expect(await ben.client.fact('presence:changed')).toEqual(here(ana, { statusText: 'Secret' }));
    });
  });

  it('nothing of who is hidden is told or listed when they come, do something, or go, in any dialect', async () => {
    const [ana, ben, eva] = [
      await register(gateway),
      await newPerson(gateway, 'websocket', 'ben'),
      await register(gateway, 'eva'),
    ];
    const phone = await device(gateway, ana);
    dataOf(await phone.request('presence:set', { state: 'hidden' }));
    const [seen] = await watch(ben.client, ana, eva);
    dataOf(await ben.client.request('presence:online', { watch: true }));
    const old = await connectChat(gateway, eva);

    phone.close();
    await phone.closed;
    const again = await device(gateway, ana);
    await device(gateway, ana);
    dataOf(await again.request('rooms:create', {}));
    const { users } = dataOf(await again.request('presence:online'));
    old.client.close();
    await ben.client.fact('presence:changed', { user: { id: eva.id }, state: 'offline' }, GONE_MS);
    await ben.client.fact('presence:online', { users: [userShape(ben)], total: 1 }, GONE_MS);

    // Her hiding itself may still be told.
    for (const told of [...toldOf(ben.client, ana), ...(await watch(ben.client, ana))]) expect(told).toEqual(seen);
    expect(JSON.stringify([users, old.online, ben.client.heard('presence:online')])).not.toContain(ana.username);
  });

  it('who hides disappears from the lists of all dialects, and comes back', async () => {
    const [ana, ben, eva] = [
      await newPerson(gateway, 'raw'),
      await newPerson(gateway, 'raw', 'ben'),
      await register(gateway, 'eva'),
    ];
    dataOf(await ben.client.request('presence:online', { watch: true }));
    const old = await connectChat(gateway, eva);
    const lists = (isIn: boolean) => (names: unknown) => Array.isArray(names) && names.includes(ana.username) === isIn;
    expect(old.online).toContain(ana.username);
    const without = (online: JsonObject) => !JSON.stringify(online).includes(ana.id);

    dataOf(await ana.client.request('presence:set', { state: 'hidden' }));
    await old.client.nextWhere('online_users', lists(false), 5_000);
    const { users, total } = dataOf(await ben.client.request('presence:online'));
    expect(without({ users })).toBe(true);
    expect(total).toBe((users as unknown[]).length);

    dataOf(await ana.client.request('presence:set', { state: 'online' }));
    await old.client.nextWhere('online_users', lists(true), 5_000);
  });

  it('hidden and the text survive a restart', async () => {
    const [ana, ben] = [await register(gateway), await register(gateway, 'ben')];
    const phone = await device(gateway, ana);
    const answer = dataOf(
      await phone.request('presence:set', { state: 'hidden', statusText: 'Secret', until: '2999-01-01T00:00:00Z' }),
    );
    await gateway.stop();
    await gateway.restart();

    const again = await device(gateway, ana);
    expect(await watch(again, ana)).toEqual([answer]);
    expect(await watch(await device(gateway, ben), ana)).toEqual([gone(ana)]);
  }, 60_000);

  it('a text stays until it is set anew; null and an empty one take it away', async () => {
    const { client, ...ana } = await newPerson(gateway, 'websocket');
    const set = async (choice: JsonObject) => dataOf(await client.request('presence:set', { state: 'online', ...choice }));
    const until = '2999-01-01T00:00:00.000Z';

    expect(await set({ statusText: 'é'.repeat(140), until })).toEqual(oneself(ana, { statusText: 'é'.repeat(140), until }));
    expect(await set({})).toEqual(oneself(ana, { statusText: 'é'.repeat(140), until }));
    expect(await set({ until: null })).toEqual(oneself(ana, { statusText: 'é'.repeat(140) }));
    expect(await set({ statusText: null })).toEqual(oneself(ana));
    await set({ statusText: 'Here', until });
    expect(await set({ statusText: 'New' })).toEqual(oneself(ana, { statusText: 'New' }));
    expect(await set({ statusText: '' })).toEqual(oneself(ana));
  });

  it('away holds on all devices, through a reload, until another device gives a command or somebody sets it anew', async () => {
    const [ana, ben] = [await register(gateway), await newPerson(gateway, 'websocket', 'ben')];
    const phone = await device(gateway, ana, 'phone');
    const laptop = await device(gateway, ana, 'laptop');
    await watch(ben.client, ana);

    expect(dataOf(await phone.request('presence:set', { state: 'away' }))).toEqual(oneself(ana, { state: 'away', devices: 2 }));
    expect(await ben.client.fact('presence:changed')).toEqual(here(ana, { state: 'away', devices: 2 }));
    dataOf(await phone.request('presence:online'));
    phone.close();
    const again = await device(gateway, ana, 'phone');
    expect(await watch(ben.client, ana)).toEqual([here(ana, { state: 'away', devices: 2 })]);

    dataOf(await laptop.request('presence:online'));
    expect(await ben.client.fact('presence:changed')).toEqual(here(ana, { devices: 2 }));
    dataOf(await again.request('presence:set', { state: 'away' }));
    await ben.client.fact('presence:changed', { state: 'away' });
    dataOf(await again.request('presence:set', { state: 'online' }));
    await ben.client.fact('presence:changed', { state: 'online' });
  });

  it('many choices in a row are told seldom, the last one always', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'websocket', 'ben')];
    await watch(ben.client, ana);
    const from = performance.now();
    for (let turn = 1; turn <= 10; turn += 1) {
      dataOf(await ana.client.request('presence:set', { state: 'online', statusText: `Turn ${turn}` }));
    }
    await ben.client.fact('presence:changed', { statusText: 'Turn 10' });
    const halfSeconds = Math.ceil((performance.now() - from) / 500);

    expect(toldOf(ben.client, ana).length).toBeLessThanOrEqual(halfSeconds + 1);
  });

  it.each<[string, JsonObject]>([
    ['state', {}],
    ['state', { state: 'offline' }],
    ['state', { state: ['away'] }],
    ['statusText', { state: 'online', statusText: 'x'.repeat(141) }],
    ['statusText', { state: 'online', statusText: 5 }],
    ['until', { state: 'online', until: 'tomorrow' }],
    ['until', { state: 'online', until: 5 }],
    ['until', { state: 'online', until: '2020-01-01T00:00:00Z' }],
    ['until', { state: 'online', until: '2999-02-30T00:00:00Z' }],
  ])('refuses a wrong %s: %j', async (field, payload) => {
    const { client } = await newPerson(gateway, 'websocket');

    expectRefusal(await client.request('presence:set', payload), 'INVALID', { field });
  });
});
