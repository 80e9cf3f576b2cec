import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { SocketClient } from '../../support/socket-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { closeAll } from './lyceum-client.js';
import { newPerson } from './shapes.js';

const KEY = '0123456789abcdef0123456789abcdef';
const OTHER_KEY = 'fedcba9876543210fedcba9876543210';

describe('lyceum: guests with a key', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  async function guest(guestKey: unknown) {
    const client = await SocketClient.connect(gateway, { auth: { dialect: 'lyceum', guestKey } });
    const hello = await client.next('hello');
    return { client, user: hello.user as JsonObject };
  }

  it('are the same as long as they show it, and tell nobody what it is', async () => {
    const first = await guest(KEY);
    expect(first.user).toEqual({
      id: expect.stringMatching(/^guest:key:[\da-f]{32}$/),
      username: null,
      name: 'Guest',
      avatarUrl: null,
      role: 'student',
      guest: true,
    });
    expect(JSON.stringify(first.user)).not.toContain(KEY);
    expect((await guest(KEY)).user).toEqual(first.user);
    expect((await guest(OTHER_KEY)).user.id).not.toBe(first.user.id);
  });

  it('come into a room by its code under a name, and what they repeat after a loss is said once', async () => {
    const ana = await newPerson(gateway, 'websocket');
    const room = dataOf(await ana.client.request('rooms:create', {}));
    dataOf(await ana.client.request('rooms:join', { id: room.id }));
    const saying = { room: { id: room.id }, text: 'Hi', clientId: 'a message of mine' };
    const before = await guest(KEY);
    dataOf(await before.client.request('rooms:join', { code: room.code, name: 'Gwen' }));
    const said = dataOf(await before.client.request('chat:send', saying));
    expect(said.sender).toMatchObject({ id: before.user.id, name: 'Gwen', guest: true });
    before.client.close();

    const after = await guest(KEY);
    dataOf(await after.client.request('rooms:join', { code: room.code, name: 'Gwen' }));
    expect(dataOf(await after.client.request('chat:send', saying))).toMatchObject({ id: said.id, duplicate: true });
  });

  it.each(['', 'short', 7, { key: KEY }, 'x'.repeat(129), `${KEY} and a space`])('show no key such as %j', async (guestKey) => {
    const { data } = await SocketClient.connectError(gateway, { auth: { dialect: 'lyceum', guestKey } });
    expect(data).toMatchObject({ code: 'INVALID', field: 'guestKey', retryable: false });
  });

  it('are nobody whom another client could claim to be', async () => {
    const { user } = await guest(KEY);
    const userId = (user.id as string).replace('guest:', '');
    const { data } = await SocketClient.connectError(gateway, { auth: { userRole: 'student', userId } });
    expect(data).toMatchObject({ code: 'INVALID', field: 'userId' });
  });

  it('are people of this dialect alone, without a token', async () => {
    const { data } = await SocketClient.connectError(gateway, { auth: { dialect: 'chatroom', guestKey: KEY } });
    expect(data?.code).toBe('UNAUTHENTICATED');
    const bad = await SocketClient.connectError(gateway, { auth: { dialect: 'lyceum', guestKey: KEY, token: 'none' } });
    expect(bad.data?.code).toBe('UNAUTHENTICATED');
  });

  it('choose no state of theirs and watch nobody', async () => {
    const { client } = await guest(KEY);
    expectRefusal(await client.request('presence:watch', { users: ['somebody'] }), 'FORBIDDEN');
  });
});

describe('lyceum: where guests are not allowed', () => {
  it('a key opens nothing', async () => {
    const gateway = await startGateway({ env: { ...ROOMY, GUEST_ACCESS: 'deny' } });
    const { data } = await SocketClient.connectError(gateway, { auth: { dialect: 'lyceum', guestKey: KEY } });
    expect(data?.code).toBe('GUESTS_NOT_ALLOWED');
    await gateway.stop();
  });
});
