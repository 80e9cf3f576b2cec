import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken, newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';

const ENV = { RATE_SEND_BURST: '10000', RATE_SEND_PER_SECOND: '10000', RATE_COMMANDS_PER_SECOND: '10000' };
/** Within this an answer is given, whatever the database does. */
const ANSWER_MS = 3_000;
/** Within this after the database is back the gateway is too. */
const RECOVERY_MS = 5_000;
const TIMEOUT_MS = 90_000;

describeWith(['postgres'], 'while the database is away', () => {
  let postgres: Postgres;
  let gateway: Gateway;
  let ana: SocketClient;
  let old: RawClient;
  let room: string;

  const send = (text: string, clientId?: string): Promise<JsonObject> =>
    ana.request('chat:send', { room: { key: room }, text, ...(clientId === undefined ? {} : { clientId }) });
  const recovered = () =>
    eventually(async () => {
      expect(await send('again')).toMatchObject({ ok: true });
      expect((await call(gateway, 'GET', '/health/ready')).body).toMatchObject({ status: 'ready' });
    }, RECOVERY_MS);
  const numbers = async (): Promise<number[]> => {
    const { data } = await ana.request('chat:sync', { rooms: [{ room: { key: room }, afterSeq: 0 }] });
    const [{ changes }] = (data as { rooms: [{ changes: { seq: number }[] }] }).rooms;
    return changes.map(({ seq }) => seq);
  };

  beforeAll(async () => {
    postgres = await startPostgres();
    gateway = await startGateway({ database: await postgres.createDatabase(), env: ENV });
  }, TIMEOUT_MS);
  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(async () => {
    await gateway.stop();
    await postgres.stop();
  }, TIMEOUT_MS);

  async function meet(): Promise<void> {
    room = newId('room');
    ana = await SocketClient.connect(gateway, {
      auth: { token: appToken({ sub: newId('ana'), name: 'Ana' }), dialect: 'lyceum' },
    });
    expect(await ana.request('rooms:join', { key: room, create: true })).toMatchObject({ ok: true });
    old = await RawClient.connect(gateway, `/?token=${appToken({ sub: newId('old'), name: 'Old' })}`);
    old.send({ type: 'join_room', data: { roomId: room } });
    await old.next('room_joined', 5_000);
  }

  it(
    'because its backends are terminated, every answer is typed, and sending goes on by itself',
    async () => {
      await meet();
      for (let round = 0; round < 5; round += 1) {
        const sends = Array.from({ length: 20 }, (_, number) => send(`${round}-${number}`, newId('c')));
        await postgres.terminateBackends();
        for (const answer of await Promise.all(sends)) {
          if (answer.ok !== true) expect(answer).toMatchObject({ error: { code: 'UNAVAILABLE', retryable: true } });
        }
        await recovered();
      }
      const given = await numbers();
      expect(given).toEqual(given.map((_, index) => index + 1));
      expect(gateway.output()).not.toContain('"correlationId"');
    },
    TIMEOUT_MS,
  );

  it(
    'because it stopped, answers say so within 3 s, and all is well when it is back',
    async () => {
      await meet();
      expect(await send('before', 'c-1')).toMatchObject({ ok: true });
      const pid = gateway.pid;
      await postgres.stop();

      for (const [event, payload] of [
        ['chat:send', { room: { key: room }, text: 'meanwhile', clientId: 'c-2' }],
        ['chat:history', { room: { key: room } }],
        ['rooms:join', { key: newId('other'), create: true }],
        ['rooms:list', {}],
      ] as const) {
        const started = Date.now();
        const answer = await ana.request(event, payload);
        expect(answer).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE', retryable: true } });
        expect(Date.now() - started).toBeLessThan(ANSWER_MS);
      }
      old.send({ type: 'chat_message', data: { roomId: room, message: 'meanwhile' } });
      expect(await old.next('error', ANSWER_MS)).toMatchObject({ payload: { code: 'UNAVAILABLE', type: 'chat_message' } });
      const account = { username: 'ana', password: 'a long enough password' };
      expect(await call(gateway, 'POST', '/api/auth/login', { body: account })).toMatchObject({
        status: 503,
        body: { code: 'UNAVAILABLE' },
      });
      expect(await call(gateway, 'GET', '/health/ready')).toMatchObject({
        status: 503,
        body: { status: 'unavailable', database: 'down' },
      });
      expect(await call(gateway, 'GET', '/health/live')).toMatchObject({ status: 200 });

      await postgres.restart();
      await recovered();
      expect(gateway.pid).toBe(pid);
      const first = await send('meanwhile', 'c-2');
      expect(await send('meanwhile', 'c-2')).toEqual({ ok: true, data: { ...(first.data as object), duplicate: true } });
      expect(await send('before', 'c-1')).toMatchObject({ ok: true, data: { seq: 1, duplicate: true } });
      const given = await numbers();
      expect(given).toEqual(given.map((_, index) => index + 1));
    },
    TIMEOUT_MS,
  );

  it(
    'a chat-room client that comes meanwhile is let in when it is back, without being told to try again',
    async () => {
      const token = appToken({ sub: newId('ben'), name: 'Ben' });
      await postgres.stop();

      const connecting = SocketClient.connect(gateway, { auth: { token }, reconnects: true });
      const refused = await SocketClient.connectError(gateway, { auth: { token, dialect: 'lyceum' } });
      await postgres.restart();

      expect(refused).toMatchObject({ data: { code: 'UNAVAILABLE', retryable: true } });
      await (await connecting).nextWhere('message_history', Array.isArray, 2 * RECOVERY_MS);
    },
    TIMEOUT_MS,
  );

  it(
    'because it hangs, answers say so too',
    async () => {
      await meet();
      postgres.pause();
      try {
        const started = Date.now();
        const answer = await send('into the void', 'c-1');
        expect(answer).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE', retryable: true } });
        expect(Date.now() - started).toBeLessThan(ANSWER_MS + 2_000);
        expect(await call(gateway, 'GET', '/health/ready')).toMatchObject({ status: 503, body: { database: 'down' } });
      } finally {
        postgres.resume();
      }
      await recovered();
      expect(await send('into the void', 'c-1')).toMatchObject({ ok: true });
    },
    TIMEOUT_MS,
  );
});
