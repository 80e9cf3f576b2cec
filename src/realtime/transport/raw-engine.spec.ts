import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { DIALECT_TABLES } from '../dialects/index.js';
import type { RawConnection } from './raw-connection.js';
import { RawEngine } from './raw-engine.js';

const OPTIONS = { maxFrameBytes: 1_024, pingIntervalMs: 100, pingTimeoutMs: 200, authTimeoutMs: 600 };

describe('RawEngine', () => {
  let http: Server;
  let engine: RawEngine;
  let connections: RawConnection[];
  let clients: WebSocket[];
  /** What a client shows in its URL; null: the token is due as the first frame. */
  let token: string | null;

  async function connect(options: { autoPong?: boolean } = {}): Promise<WebSocket> {
    const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`, 'lyceum.v1', options);
    clients.push(client);
    await once(client, 'open');
    return client;
  }

  beforeEach(async () => {
    [connections, clients, token] = [[], [], 't'];
    engine = new RawEngine(OPTIONS);
    engine.on('connection', (connection: RawConnection) => connections.push(connection));
    http = createServer();
    http.on('upgrade', (request, socket, head) => {
      engine.accept(request, socket, head, DIALECT_TABLES.lyceum, token);
    });
    await once(http.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    engine.close();
    for (const client of clients) client.terminate();
    http.close();
  });

  it('chooses the canonical subprotocol where it is offered', async () => {
    expect((await connect()).protocol).toBe('lyceum.v1');
  });

  it('begins the handshake with the token of the URL', async () => {
    const packets: unknown[] = [];
    engine.on('connection', (connection: RawConnection) => connection.on('data', (packet) => packets.push(packet)));
    await connect();
    expect(packets).toEqual(['0{"token":"t"}']);
  });

  it('closes a frame over the limit with 1009', async () => {
    const client = await connect();
    client.send('x'.repeat(1_025));
    const gone = connections[0] && once(connections[0], 'close');
    expect((await once(client, 'close'))[0]).toBe(1009);
    await gone;
    expect(engine.clientsCount).toBe(0);
  });

  it('keeps a client that answers pings', async () => {
    const client = await connect();
    for (let round = 0; round < 5; round += 1) await once(client, 'ping');
    expect(connections[0]?.readyState).toBe('open');
  });

  it('ends one that answers none', async () => {
    const client = await connect({ autoPong: false });
    expect((await once(client, 'close'))[0]).toBe(1006);
  });

  it.each([
    ['is silent', () => undefined],
    ['sends pongs nobody asked for', (client: WebSocket) => setInterval(() => client.readyState === 1 && client.pong(), 50)],
  ])('refuses one whose token is due and who only %s', async (_what, act) => {
    token = null;
    const client = await connect();
    const opened = Date.now();
    const timer = act(client);
    const closed = once(client, 'close', { signal: AbortSignal.timeout(3_000) });
    const [code] = (await closed.finally(() => {
      clearInterval(timer);
    })) as [number];
    expect(code).toBe(4401);
    expect(Date.now() - opened).toBeGreaterThanOrEqual(OPTIONS.authTimeoutMs - 50);
  });

  it('sends everybody away when it closes', async () => {
    const client = await connect();
    engine.close();
    expect((await once(client, 'close'))[0]).toBe(1012);
  });
});
