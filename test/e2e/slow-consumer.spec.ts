import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BareSocket, clientFrame, OPCODE } from '../support/bare-socket.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { rssOf, somebody, Witnesses } from './traps/witnesses.js';

const ENV = {
  RATE_SEND_PER_SECOND: '100000',
  RATE_SEND_BURST: '100000',
  RATE_COMMANDS_PER_SECOND: '100000',
  PING_INTERVAL_MS: '1000',
  PING_TIMEOUT_MS: '1000',
};
/** Close to the most that one message may hold. */
const TEXT = '文'.repeat(4_000);
const AT_ONCE = 20;

/** Bytes of one client that nobody reaches here. */
const ENDLESS = { OUTBOUND_QUEUE_BYTES: '1073741824' };
const CASES: [string, Record<string, string>][] = [
  ['with finished frames', { FAST_WRITES: 'on' }],
  ['with frames of Socket.IO', { FAST_WRITES: 'off' }],
  ['with a limit of packets alone', { ...ENDLESS, OUTBOUND_QUEUE_PACKETS: '10' }],
  ['with a limit for all clients together', { ...ENDLESS, OUTBOUND_QUEUE_PACKETS: '1000000', OUTBOUND_TOTAL_BYTES: '1048576' }],
];

describe.each(CASES)('a client that never reads, %s,', (_case, settings) => {
  let gateway: Gateway;
  let witnesses: Witnesses;
  let sender: SocketClient;

  /** The sum over all series of a metric that fit. */
  const total = async (series: RegExp): Promise<number> => {
    const metrics = await (await fetch(`${gateway.httpUrl}/metrics`)).text();
    const lines = metrics.split('\n').filter((line) => series.test(line));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  };
  const open = () => total(/^lyceum_connections\{/);
  const cutOff = () => total(/^lyceum_slow_consumers_total /);
  const raw = async (): Promise<BareSocket> => {
    const bare = await BareSocket.upgraded(gateway.port, `/?token=${somebody()}`);
    bare.write(clientFrame(OPCODE.text, JSON.stringify({ type: 'join_room', data: { roomId: witnesses.room } })));
    await bare.until((text) => text.includes('room_joined'), 5_000);
    return bare;
  };
  const socketIo = async (): Promise<BareSocket> => {
    const bare = await BareSocket.upgraded(gateway.port, '/socket.io/?EIO=4&transport=websocket');
    // As clients do: what comes before its turn may be lost.
    await bare.until((text) => text.includes('0{"sid"'), 5_000);
    bare.write(clientFrame(OPCODE.text, `40${JSON.stringify({ token: somebody(), dialect: 'lyceum' })}`));
    await bare.until((text) => text.includes('40{"sid"'), 5_000);
    bare.write(clientFrame(OPCODE.text, `421${JSON.stringify(['rooms:join', { key: witnesses.room }])}`));
    await bare.until((text) => text.includes('431[{"ok":true'), 5_000);
    return bare;
  };

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ENV, ...settings } });
    witnesses = await Witnesses.meet(gateway);
    sender = await SocketClient.connect(gateway, { auth: { token: somebody(), dialect: 'lyceum' } });
    await sender.request('rooms:join', { key: witnesses.room });
  }, 60_000);
  afterEach(() => {
    BareSocket.closeAll();
  });
  afterAll(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  }, 30_000);

  it.each([
    ['a raw socket', raw, () => clientFrame(OPCODE.pong)],
    ['Socket.IO', socketIo, () => clientFrame(OPCODE.text, '3')],
  ])(
    'but answers every ping on %s, is dropped, and the others talk on',
    async (_what, connect, pong) => {
      const bare = await connect();
      const before = { open: await open(), cutOff: await cutOff() };
      const memory = rssOf(gateway.pid);
      bare.pauseReading();
      const gone = bare.goesWithin(40_000, pong);

      let sent = 0;
      const deadline = Date.now() + 30_000;
      while ((await open()) === before.open && Date.now() < deadline) {
        // At once: the database takes them together.
        const said = { room: { key: witnesses.room }, text: TEXT };
        const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => sender.request('chat:send', said)));
        for (const answer of answers) expect(answer).toMatchObject({ ok: true });
        sent += AT_ONCE;
      }

      expect(await open()).toBe(before.open - 1);
      expect(await cutOff()).toBe(before.cutOff + 1);
      // What the kernel takes on both ends comes to a few megabytes, then ours: one.
      expect(sent).toBeLessThan(2_000);
      expect(rssOf(gateway.pid) - memory).toBeLessThan(150);
      expect(await gone).toBe(true);
      await witnesses.stillTalk();
    },
    60_000,
  );
});
