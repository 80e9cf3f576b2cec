import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BareSocket } from '../support/bare-socket.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { EngineClient } from '../support/engine-client.js';
import { RawClient } from '../support/raw-client.js';
import { eventually, within } from '../support/wait.js';
import { ROOMY, START_MS } from '../contract/settings.js';
import { somebody } from '../e2e/traps/witnesses.js';
import { ENGINE_IO, http, LongPolling, SEPARATOR } from './long-polling.js';

const POLLING = `${ENGINE_IO}&transport=polling`;
const TEXT = 'text/plain; charset=UTF-8';
const OPEN = {
  sid: expect.stringMatching(/^[\w-]{20,}$/),
  pingInterval: 15_000,
  pingTimeout: 10_000,
  maxPayload: 65_536,
};

describe('Engine.IO 4', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(async () => {
    EngineClient.closeAll();
    BareSocket.closeAll();
    await RawClient.closeAll();
  });
  afterAll(() => gateway.giveBack());

  const closes = (session: LongPolling): Promise<void> =>
    eventually(async () => {
      expect(await session.isOver()).toBe(true);
    });

  describe('a handshake', () => {
    it('by long polling is answered with an open packet, which offers the WebSocket', async () => {
      const { status, text, type } = await http(gateway, POLLING);

      expect({ status, type }).toEqual({ status: 200, type: TEXT });
      expect(text[0]).toBe('0');
      expect(JSON.parse(text.slice(1))).toEqual({ ...OPEN, upgrades: ['websocket'] });
    });

    it('by WebSocket is answered with one that offers nothing more', async () => {
      const client = await EngineClient.openTransport(gateway);

      expect(JSON.parse(client.packets[0]!.slice(1))).toEqual({ ...OPEN, upgrades: [] });
    });

    it('gives every session an id of its own', async () => {
      const sessions = await Promise.all(Array.from({ length: 20 }, () => LongPolling.open(gateway)));

      expect(new Set(sessions.map(({ sid }) => sid)).size).toBe(20);
    });

    it.each([
      ['without a transport', 'GET', ENGINE_IO, 0, 'Transport unknown'],
      ['with a transport there is none of', 'GET', `${ENGINE_IO}&transport=pigeon`, 0, 'Transport unknown'],
      ['with WebTransport, which is off', 'GET', `${ENGINE_IO}&transport=webtransport`, 0, 'Transport unknown'],
      ['with the name of something every object has', 'GET', `${ENGINE_IO}&transport=constructor`, 0, 'Transport unknown'],
      ['with a session that is unknown', 'GET', `${POLLING}&sid=unknown`, 1, 'Session ID unknown'],
      ['with a session called __proto__', 'GET', `${POLLING}&sid=__proto__`, 1, 'Session ID unknown'],
      ['by POST', 'POST', POLLING, 2, 'Bad handshake method'],
      ['by PUT', 'PUT', POLLING, 2, 'Bad handshake method'],
      ['for a WebSocket without an upgrade', 'GET', `${ENGINE_IO}&transport=websocket`, 3, 'Bad request'],
      ['without a version', 'GET', '/socket.io/?transport=polling', 5, 'Unsupported protocol version'],
      ['with version 3', 'GET', '/socket.io/?EIO=3&transport=polling', 5, 'Unsupported protocol version'],
      ['with a version that is no number', 'GET', '/socket.io/?EIO=abc&transport=polling', 5, 'Unsupported protocol version'],
    ])('%s is refused', async (_, method, path, code, message) => {
      const { status, text } = await http(gateway, path, { method });

      expect({ status, body: JSON.parse(text) as object }).toEqual({ status: 400, body: { code, message } });
    });

    it.each([
      ['an unknown session', `${ENGINE_IO}&transport=websocket&sid=unknown`],
      ['an unknown transport', `${ENGINE_IO}&transport=pigeon`],
      ['no transport', ENGINE_IO],
    ])('by WebSocket with %s is refused with 400', async (_, path) => {
      expect(await RawClient.refusal(gateway, path)).toBe(400);
    });

    it.each(['', '&EIO=3', '&EIO=abc'])('by WebSocket with another version ("%s") brings no session', async (version) => {
      const bare = await BareSocket.upgraded(gateway.port, `/socket.io/?transport=websocket${version}`);

      await within(5_000, 'The end', bare.closed);
      expect(bare.received.toString()).not.toContain('"sid"');
    });
  });

  describe('long polling', () => {
    it('takes packets by POST, answers ok, and gives the answers by GET', async () => {
      const session = await LongPolling.connected(gateway, somebody());

      expect(await session.post('421["auth:me",{}]')).toMatchObject({ status: 200, text: 'ok' });
      expect(await session.get()).toMatchObject({ status: 200, type: TEXT, text: expect.stringMatching(/^431\[\{"ok":true/) });
    });

    it('has a separator between several packets, both ways', async () => {
      const session = await LongPolling.connected(gateway, somebody());

      await session.post(['421["auth:me",{}]', '422["no:such",{}]', '423["no:such",{}]'].join(SEPARATOR));

      const came: string[] = [];
      while (came.length < 3) came.push(...(await session.get()).text.split(SEPARATOR));
      expect(came.map((packet) => packet.slice(0, 4))).toEqual(['431[', '432[', '433[']);
    });

    it('lets a GET wait until there is something to say', async () => {
      const session = await LongPolling.connected(gateway, somebody());
      let isAnswered = false;
      const waiting = session.get().finally(() => (isAnswered = true));

      await http(gateway, '/health/live');
      expect(isAnswered).toBe(false);
      await session.post('421["auth:me",{}]');
      expect((await waiting).text).toMatch(/^431\[/);
    });

    it('closes a session with two GETs at once', async () => {
      const session = await LongPolling.connected(gateway, somebody());

      const statuses = await Promise.all([session.get(), session.get()].map(async (poll) => (await poll).status));

      expect(statuses).toContain(400);
      await closes(session);
    });

    it('closes a session with two POSTs at once', async () => {
      const session = await LongPolling.connected(gateway, somebody());
      const first = await BareSocket.connect(gateway.port);
      first.write(`POST ${session.path()} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n42`);

      // Until it is there, pongs are taken.
      await eventually(async () => {
        expect(await session.post('3')).toMatchObject({ status: 400 });
      });
      await closes(session);
    });

    it.each([
      ['a packet of no known type', 'abc'],
      ['an empty payload', ''],
      ['a good packet and a bad one', `421["auth:me",{}]${SEPARATOR}abc`],
      ['separators alone', SEPARATOR.repeat(3)],
    ])('closes a session with %s', async (_, payload) => {
      const session = await LongPolling.connected(gateway, somebody());

      await session.post(payload);

      await closes(session);
    });

    it('refuses bytes, and closes', async () => {
      const session = await LongPolling.connected(gateway, somebody());

      expect(await session.post('421["auth:me",{}]', 'application/octet-stream')).toMatchObject({ status: 400 });
      await closes(session);
    });

    it('refuses more than maxPayload with 413', async () => {
      const session = await LongPolling.connected(gateway, somebody());

      expect(await session.post(`4${'x'.repeat(65_536)}`)).toMatchObject({ status: 413 });
    });

    it('ends with a close packet: the GET that waits is told with a NOOP', async () => {
      const session = await LongPolling.connected(gateway, somebody());
      const waiting = session.get();

      expect(await session.post('1')).toMatchObject({ status: 200, text: 'ok' });

      expect(await waiting).toMatchObject({ status: 200, text: '6' });
      await closes(session);
    });

    it('can’t be taken over under another transport or version', async () => {
      const session = await LongPolling.open(gateway);

      expect(await http(gateway, session.path('websocket'))).toMatchObject({ status: 400 });
      expect(await http(gateway, session.path().replace('EIO=4', 'EIO=3'))).toMatchObject({ status: 400 });
      expect(await session.post(`40${JSON.stringify({ token: somebody(), dialect: 'lyceum' })}`)).toMatchObject({ status: 200 });
    });
  });

  describe('a WebSocket', () => {
    it('carries one packet in each frame', async () => {
      const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });

      client.send('421["auth:me",{}]', '422["auth:me",{}]');

      expect(await client.answer(1)).toMatchObject({ ok: true });
      expect(await client.answer(2)).toMatchObject({ ok: true });
      expect(client.packets.filter((packet) => packet.includes(SEPARATOR))).toEqual([]);
    });

    it.each([
      ['a packet of no known type', 'abc'],
      ['an empty frame', ''],
      ['a ping, which is the server’s to send', '2'],
      ['a payload of two packets, as long polling has them', `421["x"]${SEPARATOR}422["x"]`],
      ['bytes that nothing announced', Buffer.from([1, 2, 3, 4])],
    ])('is closed by %s', async (_, frame) => {
      const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });

      client.send(frame);

      await within(5_000, 'The close', client.closed);
    });
  });

  describe('an upgrade', () => {
    const probing = (session: LongPolling): Promise<EngineClient> => EngineClient.openPath(gateway, session.path('websocket'));
    const probed = (socket: EngineClient): Promise<string> => {
      socket.send('2probe');
      return socket.next((packet) => packet === '3probe', 5_000);
    };

    it('is probed, told to the poll that waits, and then takes over all packets', async () => {
      const session = await LongPolling.connected(gateway, somebody());
      const waiting = session.get();
      const probe = await probing(session);

      await probed(probe);
      expect((await waiting).text).toBe('6');
      probe.send('5', '421["auth:me",{}]');

      expect(await probe.answer(1)).toMatchObject({ ok: true });
      expect(await session.get()).toMatchObject({ status: 400 });
    });

    it('loses nothing that was said meanwhile, and says nothing twice', async () => {
      const session = await LongPolling.connected(gateway, somebody());
      const probe = await probing(session);
      await probed(probe);

      await session.post('421["auth:me",{}]');
      probe.send('5', '422["auth:me",{}]');
      await probe.answer(2);

      expect(probe.packets.filter((packet) => packet.startsWith('431['))).toHaveLength(1);
    });

    it.each(['2', '2prob', '421["auth:me",{}]', '3probe', 'abc'])(
      'that begins with %s instead of the probe ends, and polling goes on',
      async (packet) => {
        const session = await LongPolling.connected(gateway, somebody());
        const probe = await probing(session);

        probe.send(packet);

        await within(5_000, 'The close', probe.closed);
        await session.post('421["auth:me",{}]');
        expect(await session.until((text) => text.startsWith('431['))).toContain('"ok":true');
      },
    );

    it('is done once: a second one is closed', async () => {
      const session = await LongPolling.connected(gateway, somebody());
      const first = await probing(session);
      const second = await probing(session);

      await within(5_000, 'The close', second.closed);
      await probed(first);
    });
  });
});
