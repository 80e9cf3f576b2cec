import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { EngineClient } from '../support/engine-client.js';
import { within } from '../support/wait.js';
import { ROOMY, START_MS } from '../contract/settings.js';
import { somebody } from '../e2e/traps/witnesses.js';
import { LongPolling, SEPARATOR } from './long-polling.js';

const PLACEHOLDER = '{"_placeholder":true,"num":0}';
const BYTES = Buffer.from('bytes');

describe('Socket.IO 5', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(() => {
    EngineClient.closeAll();
  });
  afterAll(() => gateway.giveBack());

  const auth = () => JSON.stringify({ token: somebody(), dialect: 'lyceum' });
  const transport = () => EngineClient.openTransport(gateway);
  const connected = () => EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
  const closes = (client: EngineClient) => within(5_000, 'The close', client.closed);
  const packetsOf = (client: EngineClient, start: string) => client.packets.filter((packet) => packet.startsWith(start));

  describe('CONNECT', () => {
    it('to the root namespace is answered with an id, which is not the transport’s', async () => {
      const client = await transport();

      client.send(`40${auth()}`);

      const answer = await client.next((packet) => packet.startsWith('40'));
      const { sid, ...more } = JSON.parse(answer.slice(2)) as { sid: string };
      expect(sid).toMatch(/^[\w-]{20,}$/);
      expect(client.packets[0]).not.toContain(sid);
      // With connection state recovery, which is off, a `pid` would stand here, and an offset behind each event.
      expect(more).toEqual({});
    });

    it('may name the root namespace', async () => {
      const client = await transport();

      client.send(`40/,${auth()}`);

      await client.next((packet) => packet.startsWith('40{"sid"'));
    });

    it('to a namespace there is none of is refused, and the transport stays', async () => {
      const client = await transport();

      client.send(`40/random,${auth()}`);
      expect(await client.next((packet) => packet.startsWith('44'))).toBe('44/random,{"message":"Invalid namespace"}');

      client.send(`40${auth()}`);
      await client.next((packet) => packet.startsWith('40{"sid"'));
    });

    it('with credentials that are no good is refused with a CONNECT_ERROR that has a code', async () => {
      const client = await transport();

      client.send('40{"token":"nonsense","dialect":"lyceum"}');

      const refusal = await client.next((packet) => packet.startsWith('44'));
      expect(JSON.parse(refusal.slice(2))).toEqual({
        message: expect.any(String),
        data: expect.objectContaining({ code: 'UNAUTHENTICATED' }),
      });
    });

    it.each(['40"token"', '40["token"]', '40{'])('%s, whose payload is no object, closes', async (packet) => {
      const client = await transport();

      client.send(packet);

      await closes(client);
      expect(packetsOf(client, '40')).toEqual([]);
    });

    it('must come before anything else', async () => {
      for (const early of ['421["auth:me",{}]', '41', '431[]', '42/random,["x"]']) {
        const client = await transport();
        client.send(early);
        await closes(client);
        expect(packetsOf(client, '43')).toEqual([]);
      }
    });

    it('a second time closes (here: the whole transport)', async () => {
      const client = await connected();

      client.send(`40${auth()}`);

      await closes(client);
      expect(packetsOf(client, '40')).toHaveLength(1);
    });

    it('from a client, which CONNECT_ERROR may not be, closes', async () => {
      const client = await connected();

      client.send('44{"message":"No"}');

      await closes(client);
    });
  });

  describe('DISCONNECT', () => {
    it('ends the connection (and here, where no other namespace could need it, the transport)', async () => {
      const client = await connected();

      client.send('41', '421["auth:me",{}]');

      await closes(client);
      expect(packetsOf(client, '43')).toEqual([]);
    });

    it('from a namespace that was not joined closes', async () => {
      const client = await connected();

      client.send('41/random,');

      await closes(client);
    });
  });

  describe('EVENT', () => {
    it('without an id is not answered with an ACK', async () => {
      const client = await connected();

      client.send('42["auth:me",{}]', '421["auth:me",{}]');
      await client.answer(1);

      expect(packetsOf(client, '43').map((packet) => packet.slice(0, 4))).toEqual(['431[']);
    });

    it('with an id is answered with one ACK of that id and one argument', async () => {
      const client = await connected();

      client.send('420["auth:me",{}]', '429007199254740991["auth:me",{}]', '4217["no:such",{}]');
      await client.answer(17);

      const acks = packetsOf(client, '43');
      expect(acks.map((packet) => packet.slice(2, packet.indexOf('[')))).toEqual(['0', '9007199254740991', '17']);
      for (const ack of acks) expect(JSON.parse(ack.slice(ack.indexOf('[')))).toHaveLength(1);
    });

    it('may name the root namespace, and is answered without a name', async () => {
      const client = await connected();

      client.send('42/,5["auth:me",{}]');

      expect(await client.answer(5)).toMatchObject({ ok: true });
    });

    it('that says nothing, not even its name, is refused; and answered, if an answer was asked for', async () => {
      const client = await connected();

      client.send('42', '421');

      expect(await client.answer(1)).toMatchObject({ ok: false, error: { code: 'INVALID' } });
      expect(packetsOf(client, '42["error"')).toEqual([expect.stringContaining('"code":"INVALID"')]);
    });

    it('to a namespace that was not joined closes', async () => {
      const client = await connected();

      client.send('42/random,1["auth:me",{}]');

      await closes(client);
    });

    it('of the server has one argument, and asks for no ACK', async () => {
      const client = await connected();
      client.send('42["no:such",{}]', '421["auth:me",{}]');
      await client.answer(1);

      const events = client.packets.filter((packet) => packet.startsWith('42'));
      expect(events.length).toBeGreaterThan(1);
      for (const event of events) {
        expect(event[2]).toBe('[');
        expect(JSON.parse(event.slice(2))).toHaveLength(2);
      }
    });

    it.each([
      ...['42{}', '42{"a":1}', '42[]', '42[null]', '42[{}]', '42[["a"]]', '42"auth:me"', '42[', '42["auth:me"'],
      ...['42["connect"]', '42["connect_error"]', '42["disconnect"]', '42["disconnecting"]', '42["newListener"]'],
      ...['42["removeListener"]', '4', '4x', '47["auth:me"]', '48', '4-1["auth:me"]'],
    ])('that is malformed closes: %s', async (packet) => {
      const client = await connected();

      client.send(packet);

      await closes(client);
    });
  });

  describe('ACK', () => {
    it('of something nobody asked for changes nothing', async () => {
      const client = await connected();

      client.send('43', '431', '431["x"]', '43999999[]', '43["x"]', '421["auth:me",{}]');

      expect(await client.answer(1)).toMatchObject({ ok: true });
    });

    it.each(['431{}', '431"x"', '431['])('that is malformed closes: %s', async (packet) => {
      const client = await connected();

      client.send(packet);

      await closes(client);
    });
  });

  describe('binary', () => {
    it('is put together, and then refused (here: no command takes bytes)', async () => {
      const client = await connected();

      client.send(`451-1["chat:send",${PLACEHOLDER}]`, BYTES);
      expect(await client.answer(1)).toMatchObject({ ok: false, error: { code: 'INVALID' } });

      client.send('421["auth:me",{}]');
      expect(await client.answer(1)).toMatchObject({ ok: true });
    });

    it('is put together from base64 in long polling', async () => {
      const session = await LongPolling.connected(gateway, somebody());

      await session.post([`451-1["chat:send",${PLACEHOLDER}]`, `b${BYTES.toString('base64')}`].join(SEPARATOR));

      expect(await session.until((packet) => packet.startsWith('431['))).toContain('"code":"INVALID"');
    });

    it('in an ACK of something nobody asked for changes nothing', async () => {
      const client = await connected();

      client.send(`461-7[${PLACEHOLDER}]`, BYTES, '421["auth:me",{}]');

      expect(await client.answer(1)).toMatchObject({ ok: true });
    });

    it.each<[string, (string | Buffer)[]]>([
      ['without an event before it', [BYTES]],
      ['that text comes between', [`451-1["x",${PLACEHOLDER}]`, '422["auth:me",{}]']],
      ['of no attachments', ['450-["x"]']],
      ['of minus one attachment', ['45-1-["x"]']],
      ['of half an attachment', ['450.5-["x"]']],
      ['of more than ten attachments', ['4511-["x"]']],
      ['without their number', ['45["x"]']],
      ['with a placeholder past the last', ['451-["x",{"_placeholder":true,"num":1}]', BYTES]],
      ['with a placeholder that is no number', ['451-["x",{"_placeholder":true,"num":"length"}]', BYTES]],
    ])('%s closes', async (_, frames) => {
      const client = await connected();

      client.send(...frames);

      await closes(client);
    });
  });
});
