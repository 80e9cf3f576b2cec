import { afterEach, describe, expect, it } from '@jest/globals';
import { call } from '../support/http-client.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { somebody } from './traps/witnesses.js';

/** What a planned stop may take in all. */
const STOP_MS = 25_000;
const ENV = { RATE_SEND_BURST: '10000', RATE_SEND_PER_SECOND: '10000', RATE_COMMANDS_PER_SECOND: '10000' };

describe('SIGTERM', () => {
  let gateway: Gateway;

  const connect = (room: string, transport: 'websocket' | 'polling' = 'websocket') =>
    SocketClient.connect(gateway, { auth: { token: somebody(), dialect: 'lyceum' }, transport }).then(async (client) => {
      expect(await client.request('rooms:join', { key: room, create: true })).toMatchObject({ ok: true });
      return client;
    });

  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.kill();
  }, 30_000);

  it('under traffic tells the clients, answers what was sent, keeps what was answered, and ends with 0', async () => {
    gateway = await startGateway({ env: ENV });
    const room = newId('room');
    const [websocket, polling] = [await connect(room), await connect(room, 'polling')];
    const rawLyceum = await RawClient.connect(gateway, `/?dialect=lyceum&token=${somebody()}`);
    const rawOld = await RawClient.connect(gateway, `/?token=${somebody()}`);
    rawOld.send({ type: 'join_room', data: { roomId: room } });
    await rawOld.next('room_joined', 5_000);
    const sends = Array.from({ length: 200 }, (_, number) =>
      websocket.request('chat:send', { room: { key: room }, text: `number ${number}`, clientId: `c-${number}` }),
    );
    await sends[0];

    const started = Date.now();
    const stopped = gateway.stop();

    for (const client of [websocket, polling]) {
      const { reconnectInMs } = await client.next('server:draining', {}, 10_000);
      expect(reconnectInMs).toBeGreaterThanOrEqual(0);
      expect(reconnectInMs).toBeLessThanOrEqual(5_000);
    }
    await rawLyceum.next('server:draining', 10_000);
    const answers = await Promise.all(sends);
    expect(answers.filter(({ ok }) => ok !== true)).toEqual([]);
    // "io server disconnect" would keep JavaScript clients from coming back.
    expect(await websocket.closed).toMatch(/^transport/);
    for (const raw of [rawLyceum, rawOld]) expect((await raw.closed).code).toBe(1012);
    expect(await stopped).toBe(0);
    expect(Date.now() - started).toBeLessThan(STOP_MS);

    await gateway.restart();
    const again = await connect(room);
    const { data } = await again.request('chat:history', { room: { key: room }, limit: 100 });
    const kept = (data as { messages: { text: string }[] }).messages.map(({ text }) => text);
    expect(kept).toEqual(Array.from({ length: 100 }, (_, index) => `number ${index + 100}`));
  }, 90_000);

  it('makes the gateway not ready, and has what runs answered; a second one changes nothing', async () => {
    gateway = await startGateway({ env: { ...ENV, DRAIN_NOTICE_MS: '1000' } });
    // Whoever wants a name that is taken waits two seconds for its holder's pong: something that takes a while to finish.
    const holder = await RawClient.connect(gateway, '/', { autoPong: false });
    holder.send({ type: 'create', userName: 'Ana' });
    const { sessionCode } = await holder.next('joined', 5_000);
    const busy = await RawClient.connect(gateway, '/');
    busy.send({ type: 'join', sessionCode, userName: 'Ana' });

    const started = Date.now();
    const stopped = gateway.stop();
    await eventually(async () => {
      expect(await call(gateway, 'GET', '/health/ready')).toMatchObject({ status: 503, body: { draining: true } });
    });
    expect((await call(gateway, 'GET', '/health/live')).status).toBe(200);
    process.kill(gateway.pid, 'SIGTERM');
    process.kill(gateway.pid, 'SIGINT');

    await busy.next((frame) => frame.type === 'joined' || frame.type === 'error', 10_000);
    expect(await stopped).toBe(0);
    expect(Date.now() - started).toBeLessThan(15_000);
    expect(gateway.output().match(/: stopping"/g)).toHaveLength(1);
  }, 90_000);

  it('is not held up by clients that never read, nor by open requests', async () => {
    gateway = await startGateway({ env: ENV });
    const silent = await RawClient.connect(gateway, `/?token=${somebody()}`, { autoPong: false });
    silent.pauseReading();
    const polling = await connect(newId('room'), 'polling');
    const started = Date.now();
    expect(await gateway.stop()).toBe(0);
    expect(Date.now() - started).toBeLessThan(10_000);
    silent.terminate();
    polling.close();
  }, 60_000);
});
