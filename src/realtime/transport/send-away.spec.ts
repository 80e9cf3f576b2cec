import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Server as EngineServer, type Socket } from 'engine.io';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineClient } from '../../../test/support/engine-client.js';
import type { Endpoint } from '../../../test/support/raw-client.js';
import { sendAway } from './send-away.js';

const PATH = '/socket.io/?EIO=4';
/** Longer than any of it takes. */
const WITHIN_MS = 10_000;

describe('sendAway', () => {
  let http: Server;
  let engine: EngineServer;
  let endpoint: Endpoint;

  /** A session of long polling, whose client polls no further by itself. */
  const open = async (): Promise<{ sid: string; connection: Socket }> => {
    const opened = once(engine, 'connection') as Promise<[Socket]>;
    const answer = await (await fetch(`${endpoint.httpUrl}${PATH}&transport=polling`)).text();
    const [connection] = await opened;
    return { sid: (JSON.parse(answer.slice(1)) as { sid: string }).sid, connection };
  };

  beforeEach(async () => {
    http = createServer();
    engine = new EngineServer();
    engine.attach(http, { path: '/socket.io/' });
    await once(http.listen(0, '127.0.0.1'), 'listening');
    const { port } = http.address() as AddressInfo;
    endpoint = { httpUrl: `http://127.0.0.1:${String(port)}`, wsUrl: `ws://127.0.0.1:${String(port)}` };
  });
  afterEach(() => {
    EngineClient.closeAll();
    engine.close();
    http.close();
    http.closeAllConnections();
  });

  it('loses a poll that waits, without a farewell', async () => {
    const { sid, connection } = await open();
    const poll = fetch(`${endpoint.httpUrl}${PATH}&transport=polling&sid=${sid}`);
    await once(connection.transport, 'ready');

    await sendAway(connection, WITHIN_MS);

    const { status, headers } = await poll;
    expect([status, headers.get('connection')]).toEqual([503, 'close']);
    expect(connection.readyState).toBe('closed');
  });

  it('waits for the poll that fetches what was written', async () => {
    const { sid, connection } = await open();
    connection.send('farewell');
    const gone = sendAway(connection, WITHIN_MS);

    const poll = await fetch(`${endpoint.httpUrl}${PATH}&transport=polling&sid=${sid}`);

    expect(await poll.text()).toBe('4farewell');
    await gone;
    expect(connection.readyState).toBe('closed');
  });

  it('closes the WebSocket of a client that has finished its upgrade meanwhile, with what was written', async () => {
    const { sid, connection } = await open();
    const client = await EngineClient.openPath(endpoint, `${PATH}&transport=websocket&sid=${sid}`);
    client.send('2probe');
    await client.next((packet) => packet === '3probe');
    connection.send('farewell');
    const gone = sendAway(connection, WITHIN_MS);

    client.send('5');

    await client.next((packet) => packet === '4farewell', WITHIN_MS);
    await gone;
    await client.closed;
    expect(connection.readyState).toBe('closed');
  });
});
