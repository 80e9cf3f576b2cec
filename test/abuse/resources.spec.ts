import { beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { BareSocket } from '../support/bare-socket.js';
import type { Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { eventually, within } from '../support/wait.js';
import { ABUSE_ENV, rssOf, somebody } from '../e2e/traps/witnesses.js';
import { openConnections } from './gauges.js';
import { underAbuse } from './under-abuse.js';

const MEGABYTE = 2 ** 20;
/** What memory may be greater by afterwards: garbage that nobody had to collect yet, but no map with an entry for each. */
const GROWTH_MB = 120;
/** Both together are how soon a lost network is noticed; a busy machine must have the time to answer. */
const [PING_MS, PONG_MS] = [500, 2_000];
const NOTICED_MS = 4 * (PING_MS + PONG_MS);

describe('a client that wants all there is', () => {
  const pings = { PING_INTERVAL_MS: String(PING_MS), PING_TIMEOUT_MS: String(PONG_MS) };
  const abused = underAbuse({ ...ABUSE_ENV, ...pings, RATE_READ_PER_SECOND: '100000', RATE_COMMANDS_PER_SECOND: '100000' });
  let gateway: Gateway;

  beforeAll(() => {
    ({ gateway } = abused);
  });

  const auth = () => ({ token: somebody(), dialect: 'lyceum' });

  describe('of the HTTP door', () => {
    it.each(['/api/auth/login', '/api/auth/register', '/api/sessions'])('%s refuses a body of 8 MB', async (path) => {
      const { status, body } = await call(gateway, 'POST', path, { body: { username: 'x'.repeat(8 * MEGABYTE) } });

      expect({ status, code: body.code }).toEqual({ status: 413, code: 'TOO_LARGE' });
    });

    it('keeps nothing of 32 MB whose length it was not told, and refuses them', async () => {
      const bare = await BareSocket.connect(gateway.port);
      const before = rssOf(gateway.pid);
      const type = 'Content-Type: application/json\r\nTransfer-Encoding: chunked';
      bare.write(`POST /api/auth/login HTTP/1.1\r\nHost: x\r\n${type}\r\n\r\n`);
      const megabyte = Array.from({ length: 16 }, () => `10000\r\n${'x'.repeat(0x10000)}\r\n`).join('');
      let greatest = 0;
      for (let sent = 0; sent < 32 && bare.socket.writable; sent += 1) {
        if (!bare.socket.write(megabyte)) await Promise.race([once(bare.socket, 'drain'), bare.closed]);
        greatest = Math.max(greatest, rssOf(gateway.pid));
      }
      bare.write('0\r\n\r\n');

      expect(await bare.until((text) => text.includes('\r\n'))).toMatch(/^HTTP\/1\.1 413 /);
      expect(greatest - before).toBeLessThan(GROWTH_MB);
    });
  });

  it('spams typing: nobody hears more of it than one in a while', async () => {
    const [ana, ben] = [
      await SocketClient.connect(gateway, { auth: auth() }),
      await SocketClient.connect(gateway, { auth: auth() }),
    ];
    const room = newId('typing');
    for (const client of [ana, ben]) await client.request('rooms:join', { key: room, create: true });

    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, count) => ana.request('chat:typing', { room: { key: room }, on: count % 2 === 0 })),
    );
    await ana.request('chat:send', { room: { key: room }, text: 'At last' });
    await ben.next('chat:message');

    const refused = answers.filter(({ ok }) => ok !== true).map(({ error }) => (error as { code: string }).code);
    expect(refused.length).toBeGreaterThan(300);
    expect(new Set(refused)).toEqual(new Set(['RATE_LIMITED']));
    expect(ben.occurrences.filter(({ event }) => event === 'chat:typing').length).toBeLessThanOrEqual(20);
    ana.close();
    ben.close();
  });

  it('comes and goes 500 times: nothing of it stays', async () => {
    const before = { connections: await openConnections(gateway), memory: rssOf(gateway.pid) };
    const room = newId('flapping');
    const flap = async (round: number): Promise<void> => {
      if (round % 2 === 0) {
        const client = await SocketClient.connect(gateway, { auth: auth() });
        client.emit('rooms:join', { key: room, create: true });
        client.close();
      } else {
        const client = await RawClient.connect(gateway, `/?token=${somebody()}`);
        client.send({ type: 'join_room', data: { roomId: room } });
        client.terminate();
        await client.closed;
      }
    };
    for (let round = 0; round < 500; round += 10) await Promise.all(Array.from({ length: 10 }, (_, more) => flap(round + more)));

    await eventually(async () => expect(await openConnections(gateway)).toBe(before.connections), 10_000);
    expect(rssOf(gateway.pid) - before.memory).toBeLessThan(GROWTH_MB);
  }, 60_000);

  it('comes and goes 500 times as one person, whose other device stays', async () => {
    const same = auth();
    const stays = await SocketClient.connect(gateway, { auth: same });
    const before = await openConnections(gateway);

    for (let round = 0; round < 500; round += 10) {
      const devices = await Promise.all(Array.from({ length: 10 }, () => SocketClient.connect(gateway, { auth: same })));
      for (const device of devices) device.close();
      // Without it more than the twenty of one person would be open at once.
      await Promise.all(devices.map(({ closed }) => closed));
      await eventually(async () => expect(await openConnections(gateway)).toBe(before));
    }

    expect(await stays.request('auth:me', {})).toMatchObject({ ok: true });
    stays.close();
  }, 60_000);

  it('loses its network 100 times without a word: each connection ends at the next ping', async () => {
    const before = await openConnections(gateway);
    const lost = await Promise.all(
      Array.from({ length: 100 }, () => RawClient.connect(gateway, `/?token=${somebody()}`, { autoPong: false })),
    );
    for (const client of lost) client.pauseReading();

    await eventually(async () => expect(await openConnections(gateway)).toBe(before), NOTICED_MS);
    for (const client of lost) client.terminate();
    await within(2_000, 'The ends', Promise.all(lost.map(({ closed }) => closed)));
  });
});
