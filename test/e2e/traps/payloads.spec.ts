import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EngineClient } from '../../support/engine-client.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { PollingClient } from '../../support/polling-client.js';
import { RawClient } from '../../support/raw-client.js';
import { within } from '../../support/wait.js';
import { ABUSE_ENV, somebody, Witnesses } from './witnesses.js';

const DEEP = '['.repeat(20_000) + ']'.repeat(20_000);
const DEEP_OBJECT = '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000);

describe('a payload no honest client sends', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;

  const connect = () => EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
  const connectRaw = () => RawClient.connect(gateway, `/?token=${somebody()}`);

  beforeAll(async () => {
    gateway = await startGateway({ env: ABUSE_ENV });
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(async () => {
    EngineClient.closeAll();
    PollingClient.closeAll();
    await witnesses.stillTalk();
  });
  afterAll(async () => {
    await RawClient.closeAll();
    await gateway.stop();
  });

  describe('on Socket.IO', () => {
    it.each([
      ['lists 20,000 deep', DEEP],
      ['objects 10,000 deep', DEEP_OBJECT],
      ['a deep text', `{"room":{"key":"x"},"text":${DEEP}}`],
      ['deep metadata', `{"room":{"key":"x"},"text":"x","metadata":${DEEP_OBJECT}}`],
      ['a list', '[]'],
      ['text', '"text"'],
      ['a number', '7'],
      ['true', 'true'],
      ['a number past all numbers', '{"room":{"key":"x"},"text":"x","metadata":{"a":1e400}}'],
      ['__proto__', '{"room":{"key":"x"},"text":"x","__proto__":{"admin":true}}'],
      ['constructor', '{"room":{"key":"x"},"text":"x","constructor":{"prototype":{}}}'],
      ['100,000 rooms', `{"rooms":[${'1,'.repeat(20_000)}1]}`],
      ['a NUL', '{"room":{"key":"x"},"text":"a\\u0000b"}'],
      ['half a surrogate pair', '{"room":{"key":"x"},"text":"a\\ud83d"}'],
      ['a NUL in the key', '{"room":{"key":"a\\u0000b"},"text":"x"}'],
      ['half a surrogate pair in a name of metadata', '{"room":{"key":"x"},"text":"x","metadata":{"\\udc00":1}}'],
    ])('is answered INVALID, once: %s', async (_what, payload) => {
      const client = await connect();
      client.send(`421["chat:send",${payload}]`, '422["auth:me",{}]');
      expect(await client.answer(1)).toMatchObject({ ok: false, error: { code: 'INVALID', retryable: false } });
      expect(await client.answer(2)).toMatchObject({ ok: true });
      expect(client.packets.filter((packet) => packet.startsWith('431['))).toHaveLength(1);
    });

    it('is answered INVALID when it is binary', async () => {
      const client = await connect();
      client.send('451-1["chat:send",{"_placeholder":true,"num":0}]', Buffer.from('binary'));
      expect(await client.answer(1)).toMatchObject({ ok: false, error: { code: 'INVALID' } });
      client.send('451-2["chat:send",{"room":{"key":"x"},"text":{"_placeholder":true,"num":0}}]', Buffer.from('binary'));
      expect(await client.answer(2)).toMatchObject({ ok: false, error: { code: 'INVALID' } });
    });

    it('is refused when the token is lists 20,000 deep', async () => {
      const client = await EngineClient.openTransport(gateway);
      client.send(`40{"token":${DEEP}}`);
      expect(await client.next((packet) => packet.startsWith('44{'))).toContain('UNAUTHENTICATED');
    });

    const malformed = [
      ...[
        '4',
        '4x',
        '42',
        '42{',
        '42[',
        '42[]',
        '42[1',
        '42["a"',
        '42null',
        '42{"a":1}',
        '42[null]',
        '42[{}]',
        '42[["a"]]',
        '42"a"',
      ],
      ...[
        '43',
        '43[1]',
        '431',
        '43999["x"]',
        '44"x"',
        '44{}',
        '45',
        '451-',
        '451-["x"]',
        '459999999999999-["x"]',
        '45-1-["x"]',
        '451-[null]',
      ],
      ...[
        '451-["x",{"_placeholder":true,"num":5}]',
        '451-["x",{"_placeholder":true,"num":"length"}]',
        '46',
        '461-1[{"_placeholder":true}]',
      ],
      ...[
        '42/nope,["x"]',
        '42/,["x"]',
        '40{',
        '40[]',
        '40"x"',
        '41',
        '47',
        '48',
        '4\u0000',
        '42999999999999999999["x"]',
        '4'.repeat(60_000),
      ],
      ...[
        '',
        '0',
        '0{}',
        '1',
        '2',
        '2probe',
        '3',
        '3probe',
        '5',
        '6',
        '7',
        '9',
        'x',
        'b',
        'bAAAA',
        '{}',
        '\u0000',
        '\u001e',
        '😀',
      ],
    ];
    it.each(malformed)('ends at most the connection it came on: packet %j', async (packet) => {
      const client = await connect();
      client.send(packet, '427["auth:me",{}]');
      await within(5_000, 'An answer, or the end', Promise.any([client.answer(7), client.closed]));
    });

    it.each(['4', '42[', '42["x"', '451-["x",{"_placeholder":true,"num":9}]', 'bAAAA', 'b!', 'x', '\u001e\u001e\u001e', ''])(
      'ends at most the connection it came on: long-polling packet %j',
      async (packet) => {
        const client = await PollingClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
        expect([200, 400]).toContain(await client.post(packet));
      },
    );

    it('waits for binary that never comes without harm', async () => {
      const client = await connect();
      client.send('4510-1["chat:send",{"_placeholder":true,"num":0}]');
      await witnesses.stillTalk();
      client.send('422["auth:me",{}]');
      await within(5_000, 'An answer, or the end', Promise.any([client.answer(2), client.closed]));
    });
  });

  describe('in one long-polling request', () => {
    it('of 1 MB is refused with 413', async () => {
      const client = await PollingClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
      expect(await client.post(Array.from({ length: 125_000 }, () => '42["x"]').join('\x1e'))).toBe(413);
    });

    it('of 64 KB and thousands of events is not carried out to the end', async () => {
      const client = await PollingClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
      const posted = client.post(...Array.from({ length: 4_500 }, () => '42["auth:me"]'));
      await witnesses.stillTalk();
      await posted;
      // The connection is over: its id is not known any more.
      await within(5_000, 'The end', untilGone(client));
      expect(client.packets.filter((packet) => packet.startsWith('42["error"')).length).toBeLessThanOrEqual(1_100);
    });
  });

  describe('on a raw socket', () => {
    it.each([
      ['lists 20,000 deep', `{"type":"chat_message","data":${DEEP}}`],
      ['a deep text', `{"type":"chat_message","data":{"roomId":"x","message":${DEEP}}}`],
      ['a deep update', `{"type":"live_session_update","data":{"roomId":"x","slide":${DEEP_OBJECT}}}`],
      ['a deep ping', `{"type":"ping","data":{"timestamp":${DEEP}}}`],
      ['a NUL', '{"type":"chat_message","data":{"roomId":"x","message":"a\\u0000b"}}'],
      ['half a surrogate pair', '{"type":"chat_message","data":{"roomId":"x","message":"\\ud83d"}}'],
      ['a NUL as the room', '{"type":"join_room","data":{"roomId":"a\\u0000"}}'],
      ['binary', Buffer.from('{"type":"ping","data":{"timestamp":1}}')],
      ['no JSON', '{'],
      ['a list', '[]'],
      ['nothing', ''],
    ])('is refused, and the connection goes on: %s', async (_what, frame) => {
      const client = await connectRaw();
      client.send(frame);
      expect(await client.next('error')).toMatchObject({ payload: { code: 'INVALID' } });
      client.send({ type: 'ping', data: { timestamp: 1 } });
      await client.next('pong');
      await client.close();
    });

    it('is refused when it is a first frame with a token 20,000 deep', async () => {
      const client = await RawClient.connect(gateway, '/', { protocols: ['lyceum.v1'] });
      client.send(`{"type":"auth","data":{"token":${DEEP}}}`);
      expect((await within(2_000, 'The close', client.closed)).code).toBe(4401);
    });

    it('is closed with 1009 when it is over the limit', async () => {
      const client = await connectRaw();
      client.send(JSON.stringify({ type: 'chat_message', data: { message: 'x'.repeat(65_536) } }));
      expect((await within(2_000, 'The close', client.closed)).code).toBe(1009);
    });
  });

  it.each([
    ['lists 20,000 deep', DEEP],
    ['a deep username', `{"username":${DEEP},"password":"x"}`],
    ['a NUL', '{"username":"a\\u0000na","password":"long enough a password"}'],
    ['no JSON', '{'],
  ])('over HTTP is answered 400: %s', async (_what, body) => {
    const { status, body: answer } = await call(gateway, 'POST', '/api/auth/register', { body });
    expect(status).toBe(400);
    expect(answer).toMatchObject({ code: 'INVALID' });
  });
});

async function untilGone(client: PollingClient): Promise<void> {
  while ((await client.post('427["x"]')) === 200) await new Promise((resolve) => setTimeout(resolve, 50));
}
