import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../support/accounts.js';
import { aTime } from '../support/expect-frames.js';
import { startGateway, TEST_JWT_SECRET, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { somebody } from './traps/witnesses.js';

describe('operations', () => {
  let gateway: Gateway;

  const metrics = async (): Promise<string> => (await fetch(`${gateway.httpUrl}/metrics`)).text();
  const value = async (series: string): Promise<number | undefined> => {
    const line = (await metrics()).split('\n').find((text) => text.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length));
  };

  beforeAll(async () => {
    gateway = await startGateway();
  }, 60_000);
  afterAll(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  }, 30_000);

  it('answers /health as the old clients know it', async () => {
    expect(await call(gateway, 'GET', '/health')).toEqual({ status: 200, body: { status: 'ok', timestamp: aTime } });
  });

  it('answers /health/live while the process runs', async () => {
    expect(await call(gateway, 'GET', '/health/live')).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('answers /health/ready with what it needs', async () => {
    const body = { status: 'ready', database: 'up', cluster: 'single', draining: false };
    expect(await call(gateway, 'GET', '/health/ready')).toEqual({ status: 200, body });
  });

  it('keeps connections longer than a proxy does, that none ends while its next request is on the way', async () => {
    const { headers } = await fetch(`${gateway.httpUrl}/health/live`);
    // nginx and most others: 60 s.
    expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
  });

  it('counts connections by dialect and transport, and forgets those that close', async () => {
    const auth = { token: somebody(), dialect: 'lyceum' };
    const clients = [
      await SocketClient.connect(gateway, { auth }),
      await SocketClient.connect(gateway, { auth, transport: 'polling' }),
    ];
    const raw = await RawClient.connect(gateway, `/?token=${somebody()}`);
    const study = await RawClient.connect(gateway);
    study.send({ type: 'create' });
    await study.next('created');
    await raw.next('connected');
    const series = (dialect: string, transport: string) => `lyceum_connections{dialect="${dialect}",transport="${transport}"}`;

    expect(await value(series('lyceum', 'websocket'))).toBe(1);
    expect(await value(series('lyceum', 'polling'))).toBe(1);
    expect(await value(series('skill-lift', 'raw'))).toBe(1);
    expect(await value(series('group-study', 'raw'))).toBe(1);

    for (const client of clients) client.close();
    await Promise.all([raw.close(), study.close()]);
    await eventually(async () => {
      expect(await value(series('skill-lift', 'raw'))).toBe(0);
      expect(await value(series('lyceum', 'polling'))).toBe(0);
    });
  });

  it('counts a connection that began with long polling under the transport that it has now', async () => {
    const client = await SocketClient.connect(gateway, {
      auth: { token: somebody(), dialect: 'chatroom' },
      transport: 'default',
    });
    await client.upgraded();
    const series = (transport: string) => `lyceum_connections{dialect="chatroom",transport="${transport}"}`;

    await eventually(async () => {
      expect([await value(series('polling')), await value(series('websocket'))]).toEqual([0, 1]);
    });
    client.close();
    await eventually(async () => {
      expect([await value(series('polling')), await value(series('websocket'))]).toEqual([0, 0]);
    });
  });

  it('measures commands by name and outcome, their time, commits and deliveries', async () => {
    const ana = await SocketClient.connect(gateway, { auth: { token: somebody(), dialect: 'lyceum' } });
    const key = newId('room');
    await ana.request('rooms:join', { key, create: true });
    await ana.request('chat:send', { room: { key }, text: 'Hello' });
    await ana.request('chat:send', { room: { key: newId('nowhere') }, text: 'Hello' });
    await ana.next('chat:message');

    expect(await value('lyceum_command_seconds_count{command="chat:send",outcome="ok"}')).toBe(1);
    expect(await value('lyceum_command_seconds_count{command="chat:send",outcome="ROOM_NOT_FOUND"}')).toBe(1);
    expect(await value('lyceum_command_seconds_sum{command="chat:send",outcome="ok"}')).toBeGreaterThan(0);
    const text = await metrics();
    expect(text).toMatch(/^lyceum_command_seconds_bucket\{le="3",command="chat:send",outcome="ok"\} 1$/m);
    expect(text).toMatch(/^lyceum_deliveries_total\{dialect="lyceum",outcome="(fast|public)"\} [1-9]/m);
    expect(text).toMatch(/^lyceum_\w*batch\w*_count(\{.*\})? [1-9]/m);
  });

  it('measures the event loop, memory and the database pool', async () => {
    const text = await metrics();
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
    for (const state of ['total', 'idle', 'waiting'])
      expect(text).toMatch(new RegExp(`^lyceum_database_pool\\{state="${state}"\\} \\d+$`, 'm'));
  });

  it('keeps /metrics and /docs to itself where they are switched off', async () => {
    const quiet = await startGateway({ env: { METRICS: 'off', API_DOCS: 'off' } });
    for (const path of ['/metrics', '/docs', '/docs/openapi.json']) {
      expect(await call(quiet, 'GET', path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    }
    await quiet.stop();
  }, 60_000);

  it('logs no secret, whatever is refused or fails', async () => {
    const loud = await startGateway({ env: { LOG_LEVEL: 'trace' } });
    const ana = await register(loud, 'ana');
    await call(loud, 'POST', '/api/auth/login', { body: { username: ana.username, password: `${ana.password}x` } });
    await call(loud, 'POST', '/api/auth/register', { body: { username: ana.username, password: ana.password } });
    await call(loud, 'POST', '/api/auth/login', { body: `{"username":"${ana.username}","password":"${ana.password}` });
    await call(loud, 'GET', '/api/auth/me', { token: ana.token });
    const client = await SocketClient.connect(loud, { auth: { token: ana.token, dialect: 'lyceum' } });
    await client.request('auth:refresh', { token: `${ana.token}x` });
    await client.request('auth:refresh', { token: { password: ana.password } });
    client.close();
    await SocketClient.connectError(loud, { auth: { token: `${ana.token}x`, dialect: 'lyceum' } });
    expect(await loud.stop()).toBe(0);

    const log = loud.output();
    for (const secret of [ana.token.split('.')[2]!, ana.password, TEST_JWT_SECRET, '$argon2']) expect(log).not.toContain(secret);
    expect(log).toContain('"msg":"listening"');
  }, 60_000);
});
