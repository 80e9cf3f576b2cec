import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { BareSocket, clientFrame, OPCODE } from '../../support/bare-socket.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { within } from '../../support/wait.js';
import { ABUSE_ENV, rssOf, somebody, Witnesses } from './witnesses.js';

/** What the gateway's memory may grow by under any of these. */
const GROWTH_MB = 120;
const FLOOD_MS = 4_000;

describe('a flood', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;

  beforeAll(async () => {
    gateway = await startGateway({ env: ABUSE_ENV });
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(async () => {
    BareSocket.closeAll();
    await witnesses.stillTalk();
  });
  afterAll(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  });

  /** Writes the same bytes as fast as they are taken, for four seconds or until the connection ends; the gateway's greatest memory meanwhile. */
  async function flood(bare: BareSocket, bytes: Buffer): Promise<number> {
    let greatest = 0;
    const end = Date.now() + FLOOD_MS;
    while (Date.now() < end && bare.socket.writable) {
      if (bare.socket.write(bytes)) await delay(1);
      else await Promise.race([once(bare.socket, 'drain').catch(() => undefined), bare.closed, delay(100)]);
      if (bare.socket.writableLength > bytes.length * 4) await delay(50);
      greatest = Math.max(greatest, rssOf(gateway.pid));
    }
    return greatest;
  }

  it.each([
    ['a raw socket', () => `/?token=${somebody()}`],
    ['a Socket.IO transport', () => '/socket.io/?EIO=4&transport=websocket'],
  ])(
    'of pings on %s that never reads does not grow the process',
    async (_what, path) => {
      const bare = await BareSocket.upgraded(gateway.port, path());
      bare.pauseReading();
      const before = rssOf(gateway.pid);
      const pings = Buffer.concat(Array.from({ length: 4_000 }, () => clientFrame(OPCODE.ping, Buffer.alloc(125))));
      expect((await flood(bare, pings)) - before).toBeLessThan(GROWTH_MB);
    },
    30_000,
  );

  it.each([
    ['of one byte', Buffer.from('x')],
    ['of nothing', Buffer.alloc(0)],
  ])(
    'of fragments %s without end is cut off',
    async (_what, content) => {
      const bare = await BareSocket.upgraded(gateway.port, `/?token=${somebody()}`);
      const before = rssOf(gateway.pid);
      bare.write(clientFrame(OPCODE.text, '{', { fin: false }));
      const fragments = Buffer.concat(
        Array.from({ length: 4_000 }, () => clientFrame(OPCODE.continuation, content, { fin: false })),
      );
      expect((await flood(bare, fragments)) - before).toBeLessThan(GROWTH_MB);
      await within(3_000, 'The end of the connection', bare.closed);
    },
    30_000,
  );

  it('of requests whose answers are never read ends the connection', async () => {
    const bare = await BareSocket.upgraded(gateway.port, `/?dialect=lyceum&token=${somebody()}`);
    bare.pauseReading();
    const before = rssOf(gateway.pid);
    const requests = Buffer.concat(
      Array.from({ length: 1_000 }, (_, id) => clientFrame(OPCODE.text, `{"type":"auth:me","id":${id}}`)),
    );
    expect((await flood(bare, requests)) - before).toBeLessThan(GROWTH_MB);
    expect(await bare.goesWithin(10_000, () => clientFrame(OPCODE.pong))).toBe(true);
  }, 30_000);

  it('of 10,000 joins is refused past 200 rooms, each request answered', async () => {
    const ana = await SocketClient.connect(gateway, { auth: { token: somebody(), dialect: 'lyceum' } });
    const answers = { joined: 0, refused: new Set<string>() };
    let sent = 0;
    const join = async (): Promise<void> => {
      while (sent < 10_000) {
        const { ok, error } = await ana.request('rooms:join', { key: `flood-${++sent}`, create: true });
        if (ok === true) answers.joined += 1;
        else answers.refused.add((error as { code: string }).code);
      }
    };
    await Promise.all(Array.from({ length: 50 }, join));
    expect(answers.joined).toBeLessThanOrEqual(200);
    expect([...answers.refused].every((code) => ['RATE_LIMITED', 'TOO_MANY_ROOMS'].includes(code))).toBe(true);
    ana.close();
  }, 60_000);

  it('of 10,000 joins in an old dialect slows only the one who sends it', async () => {
    const ana = await RawClient.connect(gateway, `/?token=${somebody()}`);
    await ana.next('connected');
    for (let count = 0; count < 10_000; count += 1) ana.send({ type: 'join_room', data: { roomId: `flood-${count}` } });
    await witnesses.stillTalk();
    expect((await within(5_000, 'The end', ana.closed)).code).toBe(4429);
  }, 60_000);
});
