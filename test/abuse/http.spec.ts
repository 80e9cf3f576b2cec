import { beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { BareSocket, upgradeRequest } from '../support/bare-socket.js';
import type { Gateway } from '../support/gateway.js';
import { SocketClient } from '../support/socket-client.js';
import { within } from '../support/wait.js';
import { ABUSE_ENV, rssOf, somebody, type Witnesses } from '../e2e/traps/witnesses.js';
import { underAbuse } from './under-abuse.js';

const HEADERS_MS = 1_000;
const IDLE_MS = 2_000;
/** A busy machine may be late. */
const MARGIN_MS = 6_000;
const GROWTH_MB = 120;

const HOST = 'Host: x\r\n';
const HEALTH = `GET /health/live HTTP/1.1\r\n${HOST}\r\n`;
const post = (headers: string, body = ''): string =>
  `POST /api/auth/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n${headers}\r\n${body}`;

describe('a client that abuses HTTP', () => {
  const abused = underAbuse({
    ...ABUSE_ENV,
    HTTP_HEADERS_TIMEOUT_MS: String(HEADERS_MS),
    HTTP_IDLE_TIMEOUT_MS: String(IDLE_MS),
    // A poll may wait for as long.
    PING_INTERVAL_MS: '500',
  });
  let gateway: Gateway;
  let witnesses: Witnesses;

  beforeAll(() => {
    ({ gateway, witnesses } = abused);
  });

  /** The status of the first answer; 0 where the connection ends without one. */
  async function statusOf(request: string): Promise<number> {
    const bare = await BareSocket.connect(gateway.port);
    bare.write(request);
    await Promise.race([bare.until((text) => text.includes('\r\n'), MARGIN_MS), bare.closed]);
    bare.socket.destroy();
    return Number(/^HTTP\/1\.1 (\d+)/.exec(bare.received.toString('latin1'))?.[1] ?? 0);
  }

  describe('by what it sends', () => {
    const huge = 'x'.repeat(64 * 1024);
    it.each([
      ['a header of 64 KB', `GET / HTTP/1.1\r\n${HOST}X: ${huge}\r\n\r\n`],
      ['20,000 headers', `GET / HTTP/1.1\r\n${HOST}${'x: y\r\n'.repeat(20_000)}\r\n`],
      ['a path of 64 KB', `GET /${huge} HTTP/1.1\r\n${HOST}\r\n`],
      ['a name of a header of 64 KB', `GET / HTTP/1.1\r\n${HOST}${huge}: y\r\n\r\n`],
      ['an upgrade with a header of 64 KB', upgradeRequest('/', [`X: ${huge}`])],
      ['an upgrade with a token of 64 KB', upgradeRequest(`/?token=${huge}`)],
    ])('%s is refused with 431', async (_, request) => {
      expect(await statusOf(request)).toBe(431);
    });

    it.each([
      ['two lengths', post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}x')],
      ['a length and chunks', post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
      ['a length below zero', post('Content-Length: -1\r\n')],
      ['a length with a sign', post('Content-Length: +2\r\n', '{}')],
      ['a length that no number can hold', post('Content-Length: 99999999999999999999999\r\n')],
      ['a chunk of no size', post('Transfer-Encoding: chunked\r\n', 'x\r\n{}\r\n0\r\n\r\n')],
      ['a chunk of 2^64 bytes', post('Transfer-Encoding: chunked\r\n', '10000000000000000\r\n')],
      ['an encoding there is none of', post('Transfer-Encoding: nonsense, chunked, x\r\n', '{}')],
      ['a NUL in a header', `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`],
      ['a header without a colon', `GET / HTTP/1.1\r\n${HOST}nonsense\r\n\r\n`],
      ['a blank before the colon', `GET / HTTP/1.1\r\nHost : x\r\n\r\n`],
      ['no host', 'GET / HTTP/1.1\r\n\r\n'],
      ['a method there is none of', `STEAL / HTTP/1.1\r\n${HOST}\r\n`],
      ['a version there is none of', `GET / HTTP/9.9\r\n${HOST}\r\n`],
      ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
      ['noise', '\xff\xfe\x00\x01\r\n\r\n'],
      ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ])('%s is refused with 400', async (_, request) => {
      expect(await statusOf(request)).toBe(400);
    });

    it.each([
      ...['/%', '/%00', '/api/sessions/%', '/api/sessions/%ff', '/api/sessions/%00', '/api/files/..%2f..%2fetc%2fpasswd'],
      ...['//evil.example/', '/\\..\\', '/socket.io/%', '/socket.io/?EIO=4&transport=polling&sid=%', '/docs/%c0%ae%c0%ae/', '*'],
      ...['http://evil.example/api/users', '/api/../api/users', '/?__proto__[x]=1', '/api/users?limit[]=1&limit[]=2&limit[a]=3'],
    ])('the path %s is answered below 500', async (path) => {
      const status = await statusOf(`GET ${path} HTTP/1.1\r\n${HOST}\r\n`);

      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
    });

    it('a CONNECT, as to a proxy, is hung up on', async () => {
      expect(await statusOf(`CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n`)).toBe(0);
    });

    it('a small body that unpacks to 256 MB is refused with 413, and not unpacked', async () => {
      const bomb = gzipSync(Buffer.alloc(256 * 2 ** 20), { level: 9 });
      const before = rssOf(gateway.pid);

      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const { status } = await fetch(`${gateway.httpUrl}/api/auth/login`, { method: 'POST', body: bomb, headers });

      expect(status).toBe(413);
      expect(rssOf(gateway.pid) - before).toBeLessThan(GROWTH_MB);
    });

    it('garbage behind a good request ends the connection', async () => {
      const bare = await BareSocket.connect(gateway.port);

      bare.write(`${HEALTH}\xff\xfe nonsense\r\n\r\n`);

      await within(MARGIN_MS, 'The end', bare.closed);
      expect(bare.received.toString()).toMatch(/HTTP\/1\.1 400 /);
    });

    it('a few requests at once on one connection are answered in their order', async () => {
      const bare = await BareSocket.connect(gateway.port);

      bare.write(`${HEALTH}GET /nowhere HTTP/1.1\r\n${HOST}\r\n`.repeat(5));

      const statuses = () => [...bare.received.toString().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
      await bare.until(() => statuses().length === 10, MARGIN_MS);
      expect(statuses()).toEqual(Array.from({ length: 10 }, (_, number) => (number % 2 === 0 ? '200' : '404')));
    });

    it('many requests at once on one connection end it, before their answers fill the memory', async () => {
      const before = rssOf(gateway.pid);
      for (let round = 0; round < 3; round += 1) {
        const bare = await BareSocket.connect(gateway.port);
        bare.write(`GET /docs/openapi.json HTTP/1.1\r\n${HOST}\r\n`.repeat(1_000));
        await within(MARGIN_MS, 'The end', bare.closed);
      }

      expect(rssOf(gateway.pid) - before).toBeLessThan(GROWTH_MB);
    }, 30_000);
  });

  describe('by how slowly it sends', () => {
    it.each([
      ['says nothing', '', ''],
      ['sends its headers one after the other', `GET / HTTP/1.1\r\n${HOST}`, 'X: y\r\n'],
      ['sends its first line letter by letter', 'G', 'E'],
      ['asks for a WebSocket header by header', 'GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n', 'X: y\r\n'],
    ])('one that %s is given up', async (_, beginning, more) => {
      const bare = await BareSocket.connect(gateway.port);
      bare.write(beginning);
      const trickle = setInterval(() => bare.write(more), 100);

      await within(HEADERS_MS + MARGIN_MS, 'The end', bare.closed).finally(() => clearInterval(trickle));
    });

    it.each([
      ['a body with a length', post('Content-Length: 100\r\n', '{')],
      ['a body in chunks', post('Transfer-Encoding: chunked\r\n', '1\r\n{\r\n')],
    ])('one that never ends %s is given up', async (_, request) => {
      const bare = await BareSocket.connect(gateway.port);
      bare.write(request);

      await within(IDLE_MS + MARGIN_MS, 'The end', bare.closed);
    });

    it('200 of them take nothing from others, and leave together', async () => {
      const slow = await Promise.all(Array.from({ length: 200 }, () => BareSocket.connect(gateway.port)));
      for (const bare of slow) bare.write('GET / HTTP/1.1\r\n');

      await witnesses.stillTalk();

      await within(HEADERS_MS + MARGIN_MS, 'The ends', Promise.all(slow.map(({ closed }) => closed)));
    });
  });

  it('by never reading what it asks for loses its connection, and nothing of it stays in memory', async () => {
    const before = rssOf(gateway.pid);
    const greedy = await Promise.all(Array.from({ length: 10 }, () => BareSocket.connect(gateway.port)));
    for (const bare of greedy) {
      bare.pauseReading();
      bare.write(`GET /docs/openapi.json HTTP/1.1\r\n${HOST}\r\n`.repeat(10));
    }
    // It learns only by writing that nobody is there any more; another request would be news, half a one is not.
    await delay(IDLE_MS);
    const gone = greedy.map((bare) => bare.goesWithin(IDLE_MS + MARGIN_MS, () => Buffer.from('G')));

    expect(await Promise.all(gone)).toEqual(greedy.map(() => true));
    expect(rssOf(gateway.pid) - before).toBeLessThan(GROWTH_MB);
  }, 30_000);

  it('does not keep a poll waiting from being answered, however short others are kept', async () => {
    const client = await SocketClient.connect(gateway, {
      auth: { token: somebody(), dialect: 'lyceum' },
      transport: 'polling',
    });
    await client.next('hello');
    await Promise.race([once(AbortSignal.timeout(2 * IDLE_MS), 'abort'), client.closed]);

    expect(await client.request('auth:me', {})).toMatchObject({ ok: true });
    client.close();
  });
});
