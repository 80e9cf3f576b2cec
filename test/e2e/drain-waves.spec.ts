import { afterEach, describe, expect, it } from '@jest/globals';
import { call } from '../support/http-client.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { PythonClient } from '../support/python-client.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient, type SocketOptions } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { somebody } from './traps/witnesses.js';

const PEOPLE = 600;
/** Of the three seconds over which so many are spread. */
const [EARLY_MS, LATE_MS] = [600, 2_400];
const ENV = { MAX_CONNECTIONS_PER_ADDRESS: '1000', MAX_UNAUTHENTICATED_PER_ADDRESS: '1000' };
/** A browser app on plain WebSockets takes this one for the user's own wish. */
const NORMAL_CLOSURE = 1_000;

describe('a planned stop', () => {
  let gateway: Gateway;

  const canonicalRaw = () => RawClient.connect(gateway, `/?dialect=lyceum&token=${somebody()}`);

  afterEach(async () => {
    SocketClient.closeAll();
    await Promise.all([RawClient.closeAll(), PythonClient.closeAll()]);
    await gateway.kill();
  }, 30_000);

  it('lets each client of the old apps come back by itself', async () => {
    gateway = await startGateway();
    const transports = ['websocket', 'polling', 'default'] as const;
    const apps: (transport: (typeof transports)[number]) => SocketOptions[] = (transport) => [
      { auth: { token: somebody() }, transport, reconnects: true },
      { auth: { token: somebody(), userRole: 'student' }, transport, reconnects: true },
      { auth: { token: somebody(), dialect: 'lyceum' }, transport, reconnects: true },
    ];
    const sockets = await Promise.all(transports.flatMap(apps).map((options) => SocketClient.connect(gateway, options)));
    for (const client of sockets) await client.occurrence('connect');
    const python = await Promise.all(
      (['websocket', 'polling'] as const).map((by) => PythonClient.start(gateway, by, somebody(), {}, { reconnects: true })),
    );
    const learner = await RawClient.connect(gateway, `/?token=${somebody()}`);
    const guest = await RawClient.connect(gateway, '/');
    await learner.next('connected', 5_000);

    expect(await gateway.stop()).toBe(0);
    for (const raw of [learner, guest]) {
      const { code } = await raw.closed;
      expect(code).not.toBe(NORMAL_CLOSURE);
      expect(code).toBe(1012);
    }
    await gateway.restart();

    for (const client of sockets) {
      const { args } = await client.occurrence('disconnect', 5_000);
      expect(args[0]).toMatch(/^transport/);
      await client.occurrence('connect', 20_000);
    }
    for (const client of python) {
      await client.next(({ event }) => event === 'disconnect');
      await client.next(({ event }) => event === 'connect', 20_000);
    }
  }, 90_000);

  it('sends clients away in waves, serves until then who has not been sent, and refuses who comes', async () => {
    gateway = await startGateway({ env: ENV });
    const clients = await Promise.all(Array.from({ length: PEOPLE }, canonicalRaw));
    await Promise.all(clients.map((client) => client.next('hello', 10_000)));
    const order: RawClient[] = [];
    for (const client of clients) void client.closed.then(() => order.push(client));

    const stopped = gateway.stop();
    const told = await Promise.all(
      clients.map(async (client) => {
        const { data } = await client.next('server:draining', 10_000);
        return { client, inMs: (data as { reconnectInMs: number }).reconnectInMs };
      }),
    );
    const late = told.filter(({ inMs }) => inMs > LATE_MS);
    const early = told.filter(({ inMs }) => inMs < EARLY_MS);
    expect(new Set(told.map(({ inMs }) => inMs)).size).toBeGreaterThan(PEOPLE / 2);
    expect(late.length).toBeGreaterThan(PEOPLE / 10);
    // As balancers take to another node.
    expect(await RawClient.refusal(gateway, '/')).toBe(503);
    expect((await fetch(`${gateway.httpUrl}/socket.io/?EIO=4&transport=polling`)).status).toBe(503);
    await Promise.race(early.map(({ client }) => client.closed));
    // On its way when others were already gone.
    const [last] = late.toSorted((a, b) => b.inMs - a.inMs);
    expect(await last!.client.request('auth:me')).toMatchObject({ ok: true });

    expect(await stopped).toBe(0);
    await Promise.all(clients.map(({ closed }) => closed));
    const position = (who: typeof told) => who.map(({ client }) => order.indexOf(client));
    expect(Math.max(...position(early))).toBeLessThan(Math.min(...position(late)));
  }, 60_000);

  it('is announced to load balancers first, and serves whom they still send', async () => {
    gateway = await startGateway({ env: { DRAIN_NOTICE_MS: '5000' } });
    const before = await canonicalRaw();
    await before.next('hello', 5_000);
    const stopped = gateway.stop();
    await eventually(async () => {
      expect(await call(gateway, 'GET', '/health/ready')).toMatchObject({ status: 503, body: { draining: true } });
    });
    // A proxy is not to keep its connections for later.
    expect((await fetch(`${gateway.httpUrl}/health/live`)).headers.get('connection')).toBe('close');
    const after = await SocketClient.connect(gateway, {
      auth: { token: somebody(), dialect: 'lyceum' },
      transport: 'polling',
    });
    const room = { key: newId('room'), create: true };
    expect(await after.request('rooms:join', room)).toMatchObject({ ok: true });
    expect(before.left('server:draining')).toEqual([]);

    await before.next('server:draining', 10_000);
    await after.next('server:draining', {}, 10_000);
    expect(await stopped).toBe(0);
  }, 60_000);
});
