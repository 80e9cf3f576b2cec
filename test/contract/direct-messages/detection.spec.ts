import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { NEXTAUTH_SECRET, SESSION_COOKIES, TOKEN_MAKERS } from '../../support/next-auth-tokens.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { appPerson, connectDirect, newDirect, received, send } from './direct-client.js';

const APP = 'https://app.example';

describe('a Socket.IO connection that names no dialect', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, NEXTAUTH_SECRET, NEXTAUTH_URL: APP } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it.each(TOKEN_MAKERS)('speaks direct messages with %s', async (_, tokenOf) => {
    const ben = await connectDirect(gateway, await appPerson('ben', tokenOf));
    const ana = await newDirect(gateway, 'ana');

    await send(ana, ben, 'Hello');

    expect(await ben.client.next('message:receive')).toMatchObject({ content: 'Hello' });
  });

  it.each(SESSION_COOKIES)('speaks them with the cookie %s from an origin that is allowed', async (name, tokenOf) => {
    const ben = await appPerson('ben', tokenOf);
    const headers = { origin: APP, cookie: `${name}=${ben.token}` };
    const client = await SocketClient.connect(gateway, { headers });
    const ana = await newDirect(gateway, 'ana');

    await send(ana, ben, 'Hello');

    expect(await client.next('message:receive')).toMatchObject({ content: 'Hello', recipientId: ben.id });
  });

  it('speaks the chat room’s protocol with a token of this server or of another app', async () => {
    for (const token of [(await register(gateway)).token, appToken({ sub: newId('eva') })]) {
      const client = await SocketClient.connect(gateway, { auth: { token } });
      expect(await client.nextWhere<unknown[]>('message_history', Array.isArray, 5_000)).toEqual(expect.any(Array));
    }
  });

  it('keeps to what it names, whoever vouches for the person', async () => {
    const ana = await appPerson('ana');
    const chat = await SocketClient.connect(gateway, { auth: { token: ana.token, dialect: 'chatroom' } });
    const lyceum = await SocketClient.connect(gateway, { query: { dialect: 'lyceum' }, auth: { token: ana.token } });
    expect(await chat.nextWhere<unknown[]>('message_history', Array.isArray, 5_000)).toEqual(expect.any(Array));
    expect(await lyceum.next('hello')).toMatchObject({ user: { id: ana.id } });

    const own = await connectDirect(gateway, await register(gateway), 'websocket', {
      auth: { token: (await register(gateway)).token, dialect: 'direct-messages' },
    });
    own.client.emit('status:request');
    expect(await own.client.next('users:online')).toEqual({ userIds: expect.any(Array) });
    expect(received(own)).toEqual([]);
  });
});
