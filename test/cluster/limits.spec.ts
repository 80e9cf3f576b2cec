import { afterEach, expect, it } from '@jest/globals';
import { register } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import type { Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken, newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { becomes, twoNodes } from './nodes.js';

const TIMEOUT_MS = 120_000;
const BURST = 20;
const LIMITED = { ok: false, error: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number) } };

describeWith(['postgres', 'redis'], 'limits on two nodes', () => {
  const nodes = twoNodes(
    {
      RATE_SEND_BURST: String(BURST),
      RATE_SEND_PER_SECOND: '1',
      RATE_JOIN_PER_SECOND: '1000',
      FAILED_CODES_PER_USER: '4',
      MAX_CONNECTIONS_PER_USER: '6',
      TRUSTED_PROXIES: '127.0.0.1',
    },
    TIMEOUT_MS,
  );
  afterEach(() => {
    SocketClient.closeAll();
  });

  const connect = (node: Gateway, sub: string): Promise<SocketClient> =>
    SocketClient.connect(node, { auth: { token: appToken({ sub, name: 'Somebody' }), dialect: 'lyceum' } });
  /** So many, and one more for each second that a busy machine took for them. */
  const expectAllowed = (answers: readonly JsonObject[], burst: number): void => {
    const allowed = answers.filter(({ ok }) => ok).length;
    expect(allowed).toBeGreaterThanOrEqual(burst);
    expect(allowed).toBeLessThan(1.5 * burst);
  };
  /** The person’s devices on both nodes, in a room of their own, and what became of so many messages that these say at once. */
  const sayAtOnce = async (times: number): Promise<JsonObject[]> => {
    const [sub, key] = [newId('ana'), newId('room')];
    const devices = [await connect(nodes.one, sub), await connect(nodes.two, sub)];
    for (const device of devices) expect(await device.request('rooms:join', { key, create: true })).toMatchObject({ ok: true });
    return Promise.all(
      Array.from({ length: times }, (_, index) =>
        devices[index % 2]!.request('chat:send', { room: { key }, text: `Number ${index}` }),
      ),
    );
  };

  it(
    'are those of the person, whatever their devices are connected to',
    async () => {
      // A node counts for itself until it has found Redis, also when it was too busy to hear of it in time.
      await eventually(async () => {
        const answers = await sayAtOnce(60);
        expectAllowed(answers, BURST);
        for (const answer of answers.filter(({ ok }) => !ok)) expect(answer).toMatchObject(LIMITED);
      }, 10_000);
    },
    TIMEOUT_MS,
  );

  it(
    'let nobody try twice as many codes, or passwords',
    async () => {
      const eve = newId('eve');
      for (const [index, node] of [nodes.one, nodes.two, nodes.one, nodes.two].entries()) {
        const device = await connect(node, eve);
        expect(await device.request('rooms:join', { code: `ZZZZZ${index + 2}` })).toMatchObject({
          ok: false,
          error: { code: 'ROOM_NOT_FOUND' },
        });
      }
      for (const node of [nodes.one, nodes.two]) {
        expect(await (await connect(node, eve)).request('rooms:join', { code: 'ZZZZZ9' })).toMatchObject(LIMITED);
      }

      const { username } = await register(nodes.one);
      const guesses: number[] = [];
      for (let guess = 0; guess < 8; guess += 1) {
        const body = { username, password: `guess ${guess}` };
        guesses.push((await call(guess % 2 === 0 ? nodes.one : nodes.two, 'POST', '/api/auth/login', { body })).status);
      }
      expect(guesses).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
    },
    TIMEOUT_MS,
  );

  it(
    'hold for the connections of a person, and come free when those close',
    async () => {
      const sub = newId('ben');
      const first: SocketClient[] = [];
      for (let device = 0; device < 6; device += 1) first.push(await connect(nodes.one, sub));
      await eventually(async () => {
        await expect(connect(nodes.two, sub)).rejects.toThrow();
      }, 5_000);
      for (const device of first) device.close();
      await eventually(async () => {
        expect(dataOf(await (await connect(nodes.two, sub)).request('auth:me'))).toMatchObject({ id: sub });
      }, 5_000);
    },
    TIMEOUT_MS,
  );

  it(
    'count no connections that died with a node: whoever comes back is let in at once',
    async () => {
      const sub = newId('eva');
      for (let device = 0; device < 6; device += 1) await connect(nodes.one, sub);
      await eventually(async () => {
        await expect(connect(nodes.two, sub)).rejects.toThrow();
      }, 10_000);

      await nodes.one.kill();
      const back = await connect(nodes.two, sub);

      expect(dataOf(await back.request('auth:me'))).toMatchObject({ id: sub });
      await nodes.one.restart();
      await becomes(nodes.one, 'ready');
    },
    TIMEOUT_MS,
  );

  it(
    'are each node’s own while Redis is away, and nobody notices; afterwards they are shared again',
    async () => {
      await nodes.redis.kill();
      await Promise.all([becomes(nodes.one, 'degraded'), becomes(nodes.two, 'degraded')]);
      expectAllowed(await sayAtOnce(60), 2 * BURST);

      await nodes.redis.restart();
      await Promise.all([becomes(nodes.one, 'ready'), becomes(nodes.two, 'ready')]);
      await eventually(async () => {
        expectAllowed(await sayAtOnce(60), BURST);
      }, 10_000);
    },
    TIMEOUT_MS,
  );
});
