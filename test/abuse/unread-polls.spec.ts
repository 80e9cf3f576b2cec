import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ABUSE_ENV, somebody, Witnesses } from '../e2e/traps/witnesses.js';
import { LongPolling, SEPARATOR } from '../protocol/long-polling.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { Inspector, INSPECTED } from '../support/inspector.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { eventually } from '../support/wait.js';
import { openConnections } from './gauges.js';

const MOST_PACKETS = 100;
const AT_ONCE = 20;
const TEXT = 'x'.repeat(4_000);
const HEAP_MB = 10;
/** What waits is looked at once a second, and twice. */
const DROPPED_MS = 10_000;

/** Slow readers on WebSockets are those of `test/e2e/slow-consumer.spec.ts`. */
describe('a client of long polling that never polls', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;
  let inspector: Inspector;

  beforeAll(async () => {
    const limits = { RATE_COMMANDS_PER_SECOND: '100000', OUTBOUND_QUEUE_PACKETS: String(MOST_PACKETS) };
    gateway = await startGateway({ env: { ...ABUSE_ENV, ...INSPECTED, ...limits } });
    inspector = await Inspector.attach(gateway);
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(() => witnesses.stillTalk());
  afterAll(async () => {
    inspector.close();
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  });

  const inTheRoom = async (): Promise<LongPolling> => {
    const session = await LongPolling.connected(gateway, somebody());
    await session.post(`421${JSON.stringify(['rooms:join', { key: witnesses.room }])}`);
    await session.until((packet) => packet.startsWith('431[{"ok":true'));
    return session;
  };
  const areOver = (sessions: readonly LongPolling[]): Promise<void> =>
    eventually(async () => {
      for (const session of sessions) expect(await session.isOver()).toBe(true);
    }, DROPPED_MS);

  it('but says that it is there is dropped past its share, and nothing of what waited for it stays', async () => {
    const sender = await SocketClient.connect(gateway, { auth: { token: somebody(), dialect: 'lyceum' } });
    await sender.request('rooms:join', { key: witnesses.room });
    const open = await openConnections(gateway);
    const before = await inspector.heapMegabytes();
    const sessions = await Promise.all(Array.from({ length: 20 }, inTheRoom));
    expect(await openConnections(gateway)).toBe(open + sessions.length);

    for (let said = 0; said < 2 * MOST_PACKETS; said += AT_ONCE) {
      const send = () => sender.request('chat:send', { room: { key: witnesses.room }, text: TEXT });
      for (const { ok } of await Promise.all(Array.from({ length: AT_ONCE }, send))) expect(ok).toBe(true);
      await Promise.all(sessions.map((session) => session.post('3')));
    }

    await areOver(sessions);
    await eventually(async () => expect(await openConnections(gateway)).toBe(open));
    await eventually(async () => expect((await inspector.heapMegabytes()) - before).toBeLessThan(HEAP_MB), DROPPED_MS);
    sender.close();
  }, 60_000);

  it('and asks without end loses its session', async () => {
    const session = await LongPolling.connected(gateway, somebody());

    for (let asked = 0; asked < 3 * MOST_PACKETS; asked += AT_ONCE) {
      const questions = Array.from({ length: AT_ONCE }, (_, more) => `42${asked + more}["auth:me",{}]`);
      await session.post(questions.join(SEPARATOR));
    }

    await areOver([session]);
  }, 30_000);
});
