import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectChat, hears, newPerson, textsOf, WAYS } from './chat-client.js';

const LOBBY = { key: 'lobby' };
const CHIEF = newId('chief');

describe('a chat-room client whose person', () => {
  let gateway: Gateway;
  let chiefsToken: string;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, ADMIN_USERNAMES: CHIEF } });
    const account = { username: CHIEF, password: 'a long password of the chief' };
    const { body } = await call(gateway, 'POST', '/api/auth/register', { body: account });
    chiefsToken = body.token as string;
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  it('leaves the lobby by another client hears nothing more of it, until they speak there again', async () => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];
    const other = await SocketClient.connect(gateway, { auth: { token: ben.token, dialect: 'lyceum' } });
    dataOf(await other.request('rooms:leave', { room: LOBBY }));

    dataOf(await ana.client.request('send_message', { text: 'not for Ben' }));
    dataOf(await ben.client.request('send_message', { text: 'here I am again' }));
    await hears(ana, 'here I am again');
    dataOf(await ana.client.request('send_message', { text: 'welcome' }));
    await hears(ben, 'welcome');

    expect(textsOf(ben)).toEqual(['here I am again', 'welcome']);
    expect(textsOf(ana)).toEqual(['not for Ben', 'here I am again', 'welcome']);
  });

  it.each(WAYS)('is banned from the lobby is told so and stays away, by %s', async (way) => {
    const account = await register(gateway, 'ben');
    const ben = await connectChat(gateway, account, way);
    const chief = await SocketClient.connect(gateway, { auth: { token: chiefsToken, dialect: 'lyceum' } });
    dataOf(await chief.request('rooms:ban', { room: LOBBY, userId: ben.id }));
    expectRefusal(await ben.client.request('send_message', { text: 'let me' }), 'BANNED');

    const back = await SocketClient.connect(gateway, { auth: { token: account.token }, transport: way, reconnects: true });

    expect(await back.next('error')).toMatchObject({ code: 'BANNED' });
    expect(await back.closed).toBe('io server disconnect');
    expect(back.heard('message_history')).toEqual([]);
  });
});
