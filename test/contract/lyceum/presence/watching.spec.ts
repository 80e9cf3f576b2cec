import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register, type TestAccount } from '../../../support/accounts.js';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { SocketClient } from '../../../support/socket-client.js';
import { newId } from '../../../support/tokens.js';
import { GRACE_MS, ROOMY, START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { newPerson, type Person } from '../shapes.js';
import { device, gone, GONE_MS, here, nobody, oneself, toldOf, watch } from './devices.js';

describe('lyceum: watching people', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** Somebody who watches Ana and Eva, who are both here with one device each. */
  async function scene(): Promise<{
    ben: Person;
    ana: TestAccount;
    phone: SocketClient;
    eva: TestAccount;
    marker: SocketClient;
  }> {
    const [ana, eva, ben] = [
      await register(gateway),
      await register(gateway, 'eva'),
      await newPerson(gateway, 'websocket', 'ben'),
    ];
    const [phone, marker] = [await device(gateway, ana, 'phone'), await device(gateway, eva)];
    expect(await watch(ben.client, ana, eva)).toEqual([here(ana), here(eva)]);
    return { ben, ana, phone, eva, marker };
  }

  /** Eva goes; when Ben hears of it, whoever went before her has outlived the grace. */
  async function outliveGrace({ ben, eva, marker }: Awaited<ReturnType<typeof scene>>): Promise<void> {
    marker.close();
    await ben.client.fact('presence:changed', { user: { id: eva.id }, state: 'offline' }, GONE_MS);
    await ben.client.settled();
  }

  describe.each(WAYS)('by %s', (way) => {
    it('answers how they are, in that order, and then tells each change once', async () => {
      const [ben, ana] = [await newPerson(gateway, way, 'ben'), await register(gateway)];
      const stranger = newId('nobody');

      const { users } = dataOf(await ben.client.request('presence:watch', { users: [ana.id, stranger, ben.id] }));
      expect(users).toEqual([nobody(ana.id), nobody(stranger), oneself(ben)]);
      dataOf(await ben.client.request('presence:watch', { users: [ana.id] }));

      const phone = await device(gateway, ana);
      expect(await ben.client.fact('presence:changed')).toEqual(here(ana));
      const laptop = await device(gateway, ana);
      expect(await ben.client.fact('presence:changed')).toEqual(here(ana, { devices: 2 }));
      laptop.close();
      expect(await ben.client.fact('presence:changed', {}, GONE_MS)).toEqual(here(ana));
      phone.close();
      expect(await ben.client.fact('presence:changed', {}, GONE_MS)).toEqual(gone(ana));

      await ben.client.settled();
      expect(toldOf(ben.client, ana)).toHaveLength(4);
      expect(await watch(ben.client, ana)).toEqual([gone(ana)]);
    });
  });

  it('tells when somebody was last seen: the moment they left, before the grace, also after a restart', async () => {
    const { ben, ana, phone } = await scene();
    const from = Date.now();
    phone.close();
    const { lastSeenAt } = await ben.client.fact('presence:changed', { state: 'offline' }, GONE_MS);
    const until = Date.now() - GRACE_MS;

    expect(Date.parse(lastSeenAt as string)).toBeGreaterThanOrEqual(from);
    // A timer may be early by a millisecond.
    expect(Date.parse(lastSeenAt as string)).toBeLessThanOrEqual(until + 5);

    await gateway.stop();
    await gateway.restart();
    const again = await device(gateway, ben);
    expect(await watch(again, ana)).toEqual([{ ...gone(ana), lastSeenAt }]);
  }, 60_000);

  it('stores when those were last seen who are here until the planned stop', async () => {
    const { ben, ana } = await scene();
    const from = Date.now();
    await gateway.stop();
    await gateway.restart();
    const [seen] = await watch(await device(gateway, ben), ana);

    expect(seen).toEqual(gone(ana));
    expect(Date.parse(seen!.lastSeenAt as string)).toBeGreaterThanOrEqual(from);
  }, 60_000);

  it('a reload within the grace shows nothing', async () => {
    const met = await scene();
    met.phone.close();
    await met.phone.closed;
    await device(gateway, met.ana, 'phone');

    await outliveGrace(met);
    expect(toldOf(met.ben.client, met.ana)).toEqual([]);
  });

  it('a transport that is cut shows nothing when it is back within the grace, and as leaving when it is not', async () => {
    const met = await scene();
    met.phone.cut();
    const again = await device(gateway, met.ana, 'phone');
    await outliveGrace(met);
    expect(toldOf(met.ben.client, met.ana)).toEqual([]);

    again.cut();
    expect(await met.ben.client.fact('presence:changed', { user: { id: met.ana.id } }, GONE_MS)).toEqual(gone(met.ana));
  });

  it('one of two tabs of a device closing shows nothing', async () => {
    const met = await scene();
    const tab = await device(gateway, met.ana, 'phone');
    tab.close();
    await tab.closed;

    await outliveGrace(met);
    expect(toldOf(met.ben.client, met.ana)).toEqual([]);
  });

  it('50 flaps show at most two changes', async () => {
    const { ben, ana, phone } = await scene();
    phone.close();
    for (let flap = 0; flap < 50; flap += 1) (await device(gateway, ana, 'phone')).close();

    await ben.client.fact('presence:changed', { state: 'offline' }, GONE_MS);
    expect(toldOf(ben.client, ana)).toEqual([gone(ana)]);
  }, 60_000);

  it('50 flaps of one of two devices show at most two changes', async () => {
    const { ben, ana, phone } = await scene();
    for (let flap = 0; flap < 50; flap += 1) (await device(gateway, ana)).close();
    await ben.client.fact('presence:changed', { devices: 2 });
    await ben.client.fact('presence:changed', { devices: 1 }, GONE_MS);

    expect(toldOf(ben.client, ana).length).toBeLessThanOrEqual(4);
    phone.close();
  }, 60_000);

  it('tells no more of whom is unwatched', async () => {
    const met = await scene();
    expect(dataOf(await met.ben.client.request('presence:unwatch', { users: [met.ana.id, 'nobody'] }))).toEqual({ watched: 1 });
    met.phone.close();

    await outliveGrace(met);
    await met.ben.client.settled();
    expect(toldOf(met.ben.client, met.ana)).toEqual([]);
  });

  it('watches 200 at once and 1,000 in all; what is refused changes nothing', async () => {
    const { client } = await newPerson(gateway, 'websocket', 'ben');
    const strangers = Array.from({ length: 1_000 }, (_, number) => `stranger-${number}`);

    expectRefusal(await client.request('presence:watch', { users: strangers.slice(0, 201) }), 'INVALID', { field: 'users' });
    for (let from = 0; from < 1_000; from += 200) {
      dataOf(await client.request('presence:watch', { users: strangers.slice(from, from + 200) }));
    }
    const ana = await register(gateway);
    expectRefusal(await client.request('presence:watch', { users: [ana.id] }), 'LIMIT_REACHED');
    expect(dataOf(await client.request('presence:watch', { users: ['stranger-0'] }))).toEqual({ users: [nobody('stranger-0')] });

    expect(dataOf(await client.request('presence:unwatch', { users: ['stranger-0'] }))).toEqual({ watched: 999 });
    expect(await watch(client, ana)).toEqual([nobody(ana.id)]);
  });

  it.each([{}, { users: 'ana' }, { users: [5] }, { users: [''] }, { users: ['x'.repeat(257)] }, { users: [['ana']] }])(
    'refuses %j',
    async (payload) => {
      const { client } = await newPerson(gateway, 'websocket');

      expectRefusal(await client.request('presence:watch', payload), 'INVALID', { field: 'users' });
      expectRefusal(await client.request('presence:unwatch', payload), 'INVALID', { field: 'users' });
    },
  );
});
