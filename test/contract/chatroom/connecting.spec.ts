import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { aSentence, dataOf } from '../../support/expect-frames.js';
import { startGateway, TEST_JWT_SECRET, type Gateway } from '../../support/gateway.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, badTokens, newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { chatMessage, connectChat, hears, newPerson, textsOf, WAYS, type ChatPerson } from './chat-client.js';

const ROOMIER = { ...ROOMY, RATE_SEND_BURST: '1000', RATE_SEND_PER_SECOND: '1000' };

describe('a chat-room client connects', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMIER });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  describe.each(WAYS)('by %s', (way) => {
    it('and hears the history, then who is online, then the rest', async () => {
      const ana = await newPerson(gateway);
      for (const text of ['one', 'two', 'three']) dataOf(await ana.client.request('send_message', { text }));

      const ben = await newPerson(gateway, way, 'ben');
      dataOf(await ana.client.request('send_message', { text: `for ${ben.username}` }));
      await hears(ben, `for ${ben.username}`);

      expect(ben.client.occurrences.map(({ event }) => event).filter((event) => event !== 'online_users')).toEqual([
        'message_history',
        'new_message',
      ]);
      expect(ben.client.occurrences[1]?.event).toBe('online_users');
      expect(ben.history.slice(-3)).toEqual(['one', 'two', 'three'].map((text) => chatMessage(ana.username, text)));
      expect(ben.online).toEqual(expect.arrayContaining([ana.username, ben.username]));
      expect(new Set(ben.online).size).toBe(ben.online.length);
    });

    it('and hears nothing said meanwhile too early, twice or not at all', async () => {
      const ana = await newPerson(gateway);
      const account = await register(gateway);
      const texts: string[] = [];
      const late: ChatPerson[] = [];
      const talk = (async () => {
        for (let after = 0; after < 5 && texts.length < 900; after += late.length) {
          texts.push(`${way} ${texts.length}`);
          dataOf(await ana.client.request('send_message', { text: texts.at(-1) }));
        }
      })();
      await hears(ana, `${way} 3`);

      const ben = await connectChat(gateway, account, way);
      late.push(ben);
      await talk;
      await hears(ben, texts.at(-1)!);

      const said = [...ben.history.map(({ text }) => text), ...textsOf(ben)].filter((text) => text.startsWith(`${way} `));
      expect(said).toEqual(texts.slice(-said.length));
      expect(said.length).toBeGreaterThanOrEqual(Math.min(texts.length, 50));
      expect(ben.client.occurrences.map(({ event }) => event).slice(0, 2)).toEqual(['message_history', 'online_users']);
    });

    it.each(Object.entries(badTokens({ sub: newId('nobody'), name: 'Nobody' })))('not with %s', async (_, token) => {
      const error = await SocketClient.connectError(gateway, { auth: { token }, transport: way });

      expect(error.message).toEqual(aSentence);
      expect(error.data).toMatchObject({ code: 'UNAUTHENTICATED', message: error.message });
    });

    it('not without a token, nor with one that has expired', async () => {
      const missing = await SocketClient.connectError(gateway, { transport: way });
      const token = appToken({ sub: newId('late') }, { expiresIn: -3_600 });
      const expired = await SocketClient.connectError(gateway, { auth: { token }, transport: way });

      expect(missing).toMatchObject({ message: aSentence, data: { code: 'UNAUTHENTICATED' } });
      expect(expired).toMatchObject({ message: aSentence, data: { code: 'TOKEN_EXPIRED' } });
    });
  });

  it('and hears the last 50 messages, oldest first', async () => {
    const ana = await newPerson(gateway);
    const texts = Array.from({ length: 60 }, (_, number) => `number ${number}`);
    for (const text of texts) dataOf(await ana.client.request('send_message', { text }));

    const { history } = await newPerson(gateway);

    expect(history).toEqual(texts.slice(10).map((text) => chatMessage(ana.username, text)));
  });

  it('with a token of the app’s own backend, and is shown by its id', async () => {
    const id = newId('ada@example.org');
    const token = appToken({ id, email: 'ada@example.org' }, { secret: TEST_JWT_SECRET });
    const ana = await newPerson(gateway);

    const ada = await connectChat(gateway, { id, username: id, password: '', token });
    dataOf(await ada.client.request('send_message', { text: `from ${id}` }));

    expect(ada.online).toContain(id);
    expect(await hears(ana, `from ${id}`)).toEqual(chatMessage(id, `from ${id}`));
  });

  it('without naming its dialect, unless DEFAULT_DIALECT says otherwise', async () => {
    const ana = await newPerson(gateway);
    const named = await connectChat(gateway, ana, 'websocket', { auth: { token: ana.token, dialect: 'chatroom' } });
    expect(named.online).toContain(ana.username);
    SocketClient.closeAll();

    await gateway.stop();
    await gateway.restart({ DEFAULT_DIALECT: 'lyceum' });
    const client = await SocketClient.connect(gateway, { auth: { token: ana.token } });

    expect(await client.next('hello')).toMatchObject({ user: { username: ana.username } });
    expect(client.heard('message_history')).toEqual([]);
  });
});
