import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../test/support/borrowed-gateway.js';
import { ROOMY, START_MS } from '../../test/contract/settings.js';
import { clientOf, closeAll, connected, newcomer, until } from './people.js';

describe('what the client lists', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway({ ...ROOMY, GUEST_ACCESS: 'allow' });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  it('conversations come to the front with what is said, and count what is unread', async () => {
    const [ana, ben, cleo] = [await newcomer(gateway, 'ana'), await newcomer(gateway, 'ben'), await newcomer(gateway, 'cleo')];
    const list = ana.client.conversations;
    await until(list, ({ loaded }) => loaded);
    ben.client.rooms.direct({ id: ana.id }).send('From Ben');
    await until(list, ({ conversations: [first], unread }) => first?.room.peer?.id === ben.id && unread === 1);
    cleo.client.rooms.direct({ id: ana.id }).send('From Cleo');
    await until(list, ({ conversations: [first], unread }) => first?.room.peer?.id === cleo.id && unread === 2);
    const hers = ana.client.rooms.direct({ id: ben.id });
    await until(hers, ({ live, messages }) => live && messages.length === 1);
    hers.markRead();
    await until(list, ({ conversations, unread }) => unread === 1 && conversations[1]?.unread === 0);
    const again = clientOf(gateway, { token: ana.token });
    await until(again.conversations, ({ conversations, unread }) => conversations.length === 2 && unread === 1);
    expect(again.conversations.get().conversations[0]?.lastMessage?.text).toBe('From Cleo');
  });

  it('presence is watched once for all who look, again after a loss, and no longer than somebody looks', async () => {
    const [ana, ben] = [await newcomer(gateway, 'ana'), await newcomer(gateway, 'ben')];
    const watched = ana.client.presence.watch([ben.id, 'nobody']);
    const stop = watched.subscribe(() => undefined);
    await until(watched, (people) => people.get(ben.id)?.state === 'online');
    await ben.client.presence.set({ state: 'away', statusText: 'Lunch' });
    const people = await until(watched, (all) => all.get(ben.id)?.state === 'away');
    expect(people.get(ben.id)?.statusText).toBe('Lunch');
    expect(watched.get()).toBe(people);
    stop();
    await until(ben.client.presence.own, (own) => own?.statusText === 'Lunch');
    ben.client.close();
    await until(watched, (all) => all.get(ben.id)?.state === 'offline');
  });

  it('people are found by how their name begins, blocked, and let again', async () => {
    const [ana, ben] = [await newcomer(gateway, 'ana'), await newcomer(gateway, 'ben')];
    await connected(ana.client);
    const { users } = await ana.client.people.search(ben.username.slice(0, 8));
    expect(users.map(({ id }) => id)).toContain(ben.id);
    await ana.client.people.block({ id: ben.id });
    await expect(ana.client.people.blocked()).resolves.toEqual([expect.objectContaining({ id: ben.id })]);
    const his = ben.client.rooms.direct({ id: ana.id });
    his.send('Hello?');
    await until(his, ({ messages: [first] }) => first?.error?.code === 'BLOCKED');
    await ana.client.people.unblock({ id: ben.id });
    await expect(ana.client.people.blocked()).resolves.toEqual([]);
  });
});
