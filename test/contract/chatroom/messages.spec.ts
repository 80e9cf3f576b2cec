import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aSentence, aTime, aUuid, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { PollingClient } from '../../support/polling-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { chatMessage, connectChat, errorFrame, hears, newPerson, textsOf, WAYS } from './chat-client.js';

describe('messages of the chat room', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
    PollingClient.closeAll();
  });
  afterAll(() => gateway.stop());

  describe.each(WAYS)('by %s', (way) => {
    it('reach everybody, the sender’s devices included, once and in one order', async () => {
      const ana = await newPerson(gateway, way);
      const tab = await connectChat(gateway, ana, way);
      const ben = await newPerson(gateway, way, 'ben');

      ana.client.emit('send_message', { text: `Hello from ${ana.username}` });
      const heard = await hears(ana, `Hello from ${ana.username}`);
      dataOf(await ben.client.request('send_message', { text: `Hello from ${ben.username}` }));

      expect(heard).toEqual(chatMessage(ana.username, `Hello from ${ana.username}`));
      for (const person of [ana, tab, ben]) {
        await hears(person, `Hello from ${ben.username}`);
        expect(textsOf(person)).toEqual([ana, ben].map(({ username }) => `Hello from ${username}`));
        expect(person.client.heard('new_message')).toEqual(ana.client.heard('new_message'));
      }
    });

    it('are acknowledged by the canonical answer, when that is asked for', async () => {
      const ana = await newPerson(gateway, way);

      const message = dataOf(await ana.client.request('send_message', { text: 'Answer me' }));

      expect(message).toMatchObject({
        id: aUuid,
        room: { key: 'lobby' },
        text: 'Answer me',
        sender: { id: ana.id, username: ana.username },
        createdAt: aTime,
      });
      expect(await hears(ana, 'Answer me')).toEqual({
        id: message.id,
        username: ana.username,
        text: 'Answer me',
        timestamp: message.createdAt,
      });
    });
  });

  it.each([
    ['no text', {}],
    ['an empty text', { text: '' }],
    ['a text of null', { text: null }],
    ['a number', { text: 5 }],
    ['a list', { text: ['a'] }],
    ['an object', { text: { a: 1 } }],
    ['a NUL', { text: 'a\0b' }],
    ['half a surrogate pair', { text: 'a\ud800b' }],
    ['4,001 characters', { text: 'x'.repeat(4_001) }],
    ['a payload that is a text', 'Hello'],
    ['a payload that is a number', 5],
    ['a payload that is a list', ['Hello']],
    ['a payload nested too deep', { text: 'Hello', more: JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown }],
  ])('%s is refused, to the sender alone, and the connection lives', async (_, payload) => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];

    expectRefusal(await ana.client.request('send_message', payload), 'INVALID');
    ana.client.emit('send_message', payload);
    expect(await ana.client.next('error')).toEqual(errorFrame('INVALID', 'send_message'));

    dataOf(await ana.client.request('send_message', { text: `${ana.username} still talks` }));
    await hears(ben, `${ana.username} still talks`);
    expect(textsOf(ben)).toEqual([`${ana.username} still talks`]);
    expect(ben.client.heard('error')).toEqual([]);
    expect(ana.client.heard('error')).toHaveLength(1);
  });

  it('no payload at all is refused', async () => {
    const ana = await newPerson(gateway);

    expectRefusal(await ana.client.request('send_message'), 'INVALID');
    ana.client.emit('send_message');

    expect(await ana.client.next('error')).toEqual(errorFrame('INVALID', 'send_message'));
  });

  it('arguments too many are ignored', async () => {
    const ana = await newPerson(gateway);

    ana.client.emit('send_message', { text: `${ana.username} first` }, { text: 'second' }, 'third');
    await hears(ana, `${ana.username} first`);
    dataOf(await ana.client.request('send_message', { text: `${ana.username} last` }, { text: 'more' }));
    await hears(ana, `${ana.username} last`);

    expect(textsOf(ana)).toEqual([`${ana.username} first`, `${ana.username} last`]);
  });

  it('who says something, and when, comes from the connection, never from the payload', async () => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];
    const forged = {
      text: `really ${ana.username}`,
      username: ben.username,
      id: 'mine',
      timestamp: '1999-01-01T00:00:00.000Z',
      senderId: ben.id,
      sender: { id: ben.id },
      room: { key: 'another' },
      seq: 1,
    };

    ana.client.emit('send_message', forged);

    const heard = await hears(ben, forged.text);
    expect(heard).toEqual(chatMessage(ana.username, forged.text));
    expect(heard.timestamp).not.toBe(forged.timestamp);
  });

  it(
    'of a burst are slowed, not refused, and keep their order',
    async () => {
      const slow = await startGateway({ env: { ...ROOMY, RATE_SEND_BURST: '20', RATE_SEND_PER_SECOND: '20' } });
      try {
        const [ana, ben] = [await newPerson(slow), await newPerson(slow, 'polling', 'ben')];
        const texts = Array.from({ length: 60 }, (_, number) => `number ${number}`);

        for (const text of texts) ana.client.emit('send_message', { text });
        await hears(ben, texts.at(-1)!, 15_000);

        expect(textsOf(ben)).toEqual(texts);
        expect(ana.client.heard('error')).toEqual([]);
      } finally {
        await slow.stop();
      }
    },
    START_MS,
  );

  it.each(['calls:start', 'no_such_event', 'rooms:join', 'chat:send'])(
    '%s is an event that this server does not know from them',
    async (event) => {
      const ana = await newPerson(gateway);

      ana.client.emit(event, { to: 'ben', key: 'lobby', room: { key: 'lobby' }, text: 'x' });

      expect(await ana.client.next('error')).toEqual({ code: 'UNKNOWN_EVENT', message: aSentence, event });
      expectRefusal(await ana.client.request(event, {}), 'UNKNOWN_EVENT');
    },
  );

  it('packets that the official client would not send end nobody else’s conversation', async () => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];
    const odd = await PollingClient.connect(gateway, { token: ana.token });
    await odd.next((packet) => packet.startsWith('42["online_users"'));

    await odd.post('42["send_message"]', '42["send_message",null]', '4217["send_message",{"text":"acknowledged"},"x"]');

    await odd.next((packet) => packet.startsWith('4317[{"ok":true'));
    await hears(ben, 'acknowledged');
    expect(odd.packets.filter((packet) => packet.startsWith('42["error"'))).toHaveLength(2);
  });
});
