import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { NEXTAUTH_SECRET } from '../../support/next-auth-tokens.js';
import { SocketClient } from '../../support/socket-client.js';
import { eventually } from '../../support/wait.js';
import { closeAll, connectLyceum } from '../lyceum/lyceum-client.js';
import { GRACE_MS, ROOMY, START_MS } from '../settings.js';
import { appPerson, connectDirect, newDirect, WAYS, type DirectPerson } from './direct-client.js';

const [PING_INTERVAL_MS, PING_TIMEOUT_MS] = [500, 1_500];
/** Changes are told within half a second; this long without one, on a busy machine too, and none is coming. */
const QUIET_MS = GRACE_MS + 1_500;

describe('who is online, to clients of direct messages', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    const pings = { PING_INTERVAL_MS: String(PING_INTERVAL_MS), PING_TIMEOUT_MS: String(PING_TIMEOUT_MS) };
    gateway = await startGateway({ env: { ...ROOMY, ...pings, NEXTAUTH_SECRET } });
  }, START_MS);
  afterEach(async () => {
    await closeAll();
    // The next test begins alone, and when all of that is told.
    const probe = await newDirect(gateway, 'probe');
    await eventually(async () => {
      expect(await requested(probe)).toEqual([probe.id]);
    }, 15_000);
    probe.client.close();
    await delay(QUIET_MS);
  });
  afterAll(() => gateway.stop());

  async function requested({ client }: DirectPerson): Promise<string[]> {
    const before = client.heard('users:online').length;
    client.emit('status:request');
    return eventually(() => {
      const lists = client.heard<{ userIds: string[] }>('users:online').slice(before);
      expect(lists.length).toBeGreaterThan(0);
      return Promise.resolve(lists[0]!.userIds);
    });
  }

  /** What somebody was told of another, in order. */
  function changesOf({ id }: { id: string }, { client }: DirectPerson): string[] {
    const told = client.occurrences.filter(({ args }) => (args[0] as JsonObject | undefined)?.userId === id);
    return told.map(({ event }) => event);
  }

  async function told(watcher: DirectPerson, event: string, { id: userId }: { id: string }, withinMs = 5_000): Promise<void> {
    expect(await watcher.client.next(event, { userId }, withinMs)).toEqual({ userId });
  }

  it.each(WAYS)('is told one by one when somebody’s first device came by %s, and when the last is gone', async (way) => {
    const ana = await newDirect(gateway, 'ana');
    const ben = await newDirect(gateway, 'ben', way);
    await told(ana, 'user:online', ben);
    const phone = await connectDirect(gateway, ben);

    ben.client.close();
    await delay(QUIET_MS);
    expect(changesOf(ben, ana)).toEqual(['user:online']);

    phone.client.close();
    await told(ana, 'user:offline', ben);
    expect(changesOf(ben, ana)).toEqual(['user:online', 'user:offline']);
  });

  it('is answered to status:request, the asker included, also where they hide', async () => {
    const [ana, ben] = [await newDirect(gateway, 'ana'), await newDirect(gateway, 'ben')];
    expect((await requested(ana)).toSorted()).toEqual([ana.id, ben.id].toSorted());

    const lyceum = await connectLyceum(gateway, 'websocket', ana.token);
    dataOf(await lyceum.request('presence:set', { state: 'hidden' }));
    await told(ben, 'user:offline', ana);
    expect(await requested(ben)).toEqual([ben.id]);
    expect((await requested(ana)).toSorted()).toEqual([ana.id, ben.id].toSorted());
    dataOf(await lyceum.request('presence:set', { state: 'online' }));
    await lyceum.close();
  });

  it('shows nothing of a reload', async () => {
    const [ana, ben] = [await newDirect(gateway, 'ana'), await newDirect(gateway, 'ben')];
    await told(ana, 'user:online', ben);

    ben.client.cut();
    await connectDirect(gateway, ben);
    await delay(QUIET_MS);

    expect(changesOf(ben, ana)).toEqual(['user:online']);
  });

  it.each(['broken', 'silent'] as const)(
    'shows somebody whose network is %s as offline, once, after the ping timeout and the grace',
    async (how) => {
      const ana = await newDirect(gateway, 'ana');
      const ben = await newDirect(gateway, 'ben');
      await told(ana, 'user:online', ben);

      ben.client.vanish(how);
      await told(ana, 'user:offline', ben, PING_INTERVAL_MS + PING_TIMEOUT_MS + GRACE_MS + 5_000);
      await delay(QUIET_MS);

      expect(changesOf(ben, ana)).toEqual(['user:online', 'user:offline']);
    },
  );

  it('shows somebody who comes and goes 50 times as two changes at most', async () => {
    const ana = await newDirect(gateway, 'ana');
    const ben = await appPerson('ben');
    for (let count = 0; count < 50; count += 1) (await SocketClient.connect(gateway, { auth: { token: ben.token } })).cut();
    await told(ana, 'user:offline', ben, GRACE_MS + 5_000);

    expect(changesOf(ben, ana)).toEqual(['user:online', 'user:offline']);
  });

  it('comes as one whole list where many come at once', async () => {
    const ana = await newDirect(gateway, 'ana');
    const people = await Promise.all(Array.from({ length: 30 }, () => appPerson('many')));
    await Promise.all(people.map((person) => connectDirect(gateway, person)));

    await eventually(() => {
      const lists = ana.client.heard<{ userIds: string[] }>('users:online').flatMap(({ userIds }) => userIds);
      const single = ana.client.heard<{ userId: string }>('user:online').map(({ userId }) => userId);
      for (const { id } of people) expect([...lists, ...single]).toContain(id);
      expect(lists.length).toBeGreaterThan(0);
      return Promise.resolve();
    }, 5_000);
    expect(ana.client.occurrences.length).toBeLessThan(20);
  });

  it('counts people of other clients, and shows itself to them', async () => {
    const ana = await newDirect(gateway, 'ana');
    const ben = await appPerson('ben');
    const lyceum = await connectLyceum(gateway, 'raw', ben.token);
    await told(ana, 'user:online', ben);

    const { users } = dataOf(await lyceum.request('presence:online', { watch: true }));
    expect((users as JsonObject[]).map(({ id }) => id)).toEqual([ana.id, ben.id]);
    ana.client.close();
    const gone = await lyceum.fact('presence:online', { total: 1 }, GRACE_MS + 5_000);
    expect(gone).toMatchObject({ changes: { came: [], gone: [{ id: ana.id }] } });
  });
});
