import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  accept,
  ANSWER,
  CALLING,
  currentOf,
  end,
  historyOf,
  OFFER,
  ring,
  signal,
  type Calling,
} from '../contract/lyceum/calls/calling.js';
import { closeAll, connectLyceum, type LyceumClient } from '../contract/lyceum/lyceum-client.js';
import { newPerson, roomOf, type Person } from '../contract/lyceum/shapes.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf, expectRefusal } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { startRedis, type Redis } from '../support/redis.js';
import { eventually } from '../support/wait.js';
import { CLUSTER_ENV, oneTo } from './people.js';

const TIMEOUT_MS = 120_000;
/** From one node to the other on a busy machine. */
const ACROSS_MS = 5_000;
/** Until a node that was killed is known to be gone, and the grace is over. */
const GONE_MS = 30_000;
const ENV = { ...CLUSTER_ENV, ...CALLING, CALL_GRACE_SECONDS: '3' };

const codeOf = ({ ok, error }: JsonObject): unknown => (ok === true ? 'ok' : (error as JsonObject).code);
const endingsHeard = (client: LyceumClient, { id }: JsonObject): unknown[] =>
  client
    .heard('calls:ended')
    .filter(({ callId, endReason }) => callId === id && endReason !== 'answered_elsewhere')
    .map(({ endReason, endedBy }) => [endReason, (endedBy as JsonObject | null)?.id ?? null]);

describeWith(['postgres', 'redis'], 'calls, of two nodes', () => {
  let postgres: Postgres;
  let redis: Redis;
  let one: Gateway;
  let two: Gateway;
  let database: string;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    database = await postgres.createDatabase();
    const env = { ...ENV, REDIS_URL: redis.url };
    [one, two] = await Promise.all([startGateway({ database, env }), startGateway({ database, env })]);
  }, TIMEOUT_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  async function pair(): Promise<[Person, Person]> {
    return [await newPerson(one, 'websocket', 'ana'), await newPerson(two, 'raw', 'ben')];
  }

  it(
    'a call rings, is answered, and its signals pass in order, from one node to the other',
    async () => {
      const [ana, ben] = await pair();
      const call = await ring(ana, ben);
      for (const n of oneTo(10)) dataOf(await signal(ana, call, 'candidate', { n }));
      const incoming = await ben.client.fact('calls:incoming', {}, ACROSS_MS);
      expect(incoming).toEqual({ call, offer: OFFER, metadata: null });
      await accept(ben, call, { answer: ANSWER });
      expect(await ana.client.fact('calls:accepted', {}, ACROSS_MS)).toMatchObject({ answer: ANSWER });
      for (const n of oneTo(30)) {
        if (n > 10) ana.client.tell('calls:signal', { callId: call.id, type: 'candidate', data: { n } });
        ben.client.tell('calls:signal', { callId: call.id, type: 'candidate', data: { n: -n } });
      }
      await ben.client.fact('calls:signal', { data: { n: 30 } }, ACROSS_MS);
      await ana.client.fact('calls:signal', { data: { n: -30 } }, ACROSS_MS);
      const heard = ({ client }: Calling) => client.heard('calls:signal').map(({ data }) => (data as { n: number }).n);
      expect(heard(ben)).toEqual(oneTo(30));
      expect(heard(ana)).toEqual(oneTo(30).map((n) => -n));
    },
    TIMEOUT_MS,
  );

  it(
    'of fifty who accept at once on both nodes one wins, and all the others are told so',
    async () => {
      const ana = await newPerson(one, 'websocket', 'ana');
      const ben = await newPerson(two, 'websocket', 'ben');
      const devices = [ben.client];
      for (const node of [one, two, one, two]) devices.push(await connectLyceum(node, 'raw', ben.token));
      const call = await ring(ana, ben);

      const answers = await Promise.all(
        oneTo(50).map((n) => devices[n % devices.length]!.request('calls:accept', { callId: call.id, answer: { n } })),
      );

      expect(answers.map(codeOf).toSorted()).toEqual([...oneTo(49).map(() => 'CALL_ANSWERED'), 'ok']);
      const winner = answers.findIndex(({ ok }) => ok === true) + 1;
      expect(await ana.client.fact('calls:accepted', {}, ACROSS_MS)).toMatchObject({ answer: { n: winner } });
      const others = devices.filter((device) => device !== devices[winner % devices.length]);
      for (const device of others) await device.fact('calls:ended', { endReason: 'answered_elsewhere' }, ACROSS_MS);
      await ana.client.settled();
      expect(ana.client.heard('calls:accepted')).toHaveLength(1);
      dataOf(await ana.client.request('calls:end', { callId: call.id }));
    },
    TIMEOUT_MS,
  );

  it(
    'of two who call each other at the same moment one is rung, time after time',
    async () => {
      const [ana, ben] = await pair();
      for (const _ of oneTo(10)) {
        const start = (caller: Person, callee: Person) =>
          caller.client.request('calls:start', { to: { id: callee.id }, kind: 'audio', offer: OFFER });
        const answers = await Promise.all([start(ana, ben), start(ben, ana)]);
        expect(answers.map(codeOf).toSorted()).toEqual(['CALL_CROSSED', 'ok']);
        const [stands, crossed] = answers.toSorted((answer) => (answer.ok === true ? -1 : 1)) as [JsonObject, JsonObject];
        const call = dataOf(stands);
        expect(crossed).toMatchObject({ error: { callId: call.id } });
        const callee = answers[0] === stands ? ben : ana;
        await callee.client.fact('calls:incoming', { call: { id: call.id } }, ACROSS_MS);
        await accept(callee, call);
        dataOf(await ana.client.request('calls:end', { callId: call.id }));
        for (const { client } of [ana, ben]) await client.fact('calls:ended', { callId: call.id }, ACROSS_MS);
      }
      for (const { client } of [ana, ben]) expect(client.heard('calls:ended')).toHaveLength(10);
    },
    TIMEOUT_MS,
  );

  it(
    'accepting against cancelling, hanging up against hanging up: one outcome, and both are told the same',
    async () => {
      const [ana, ben] = await pair();
      for (const n of oneTo(20)) {
        const call = await ring(ana, ben);
        const callId = call.id;
        const cancel = () => ana.client.request('calls:cancel', { callId });
        const take = () => ben.client.request('calls:accept', { callId, answer: ANSWER });
        // Who is first by a hair changes.
        const begun = n % 2 === 0 ? [cancel(), take()] : [take(), cancel()].toReversed();
        const codes = (await Promise.all(begun)).map(codeOf);
        expect([
          ['ok', 'CALL_ENDED'],
          ['CALL_ANSWERED', 'ok'],
        ]).toContainEqual(codes);
        if (codes[1] === 'ok') {
          const endings = await Promise.all([ana, ben].map(({ client }) => client.request('calls:end', { callId })));
          expect(endings.map(codeOf).toSorted()).toEqual(['CALL_ENDED', 'ok']);
        }
        for (const { client } of [ana, ben]) await client.fact('calls:ended', { callId }, ACROSS_MS);
        const [told] = await historyOf(ana, { limit: 1 });
        expect(told).toMatchObject({ id: callId, state: 'ended' });
        const ending = [told?.endReason, (told?.endedBy as JsonObject).id];
        for (const { client } of [ana, ben]) expect(endingsHeard(client, call)).toEqual([ending]);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'a caller who drops out while the other accepts: the call goes on when they return, or is lost for both',
    async () => {
      for (const isReturning of [true, false]) {
        const [ana, ben] = await pair();
        const call = await ring(ana, ben);
        const [accepted] = await Promise.all([
          ben.client.request('calls:accept', { callId: call.id, answer: ANSWER }),
          ana.client.close(),
        ]);
        expect(codeOf(accepted)).toBe('ok');
        if (isReturning) {
          // On the other node; what it missed is told again.
          const client = await connectLyceum(two, 'websocket', ana.token);
          await client.fact('calls:accepted', { answer: ANSWER }, ACROSS_MS);
          dataOf(await signal(ben, call, 'candidate', { n: 1 }));
          await client.fact('calls:signal', { data: { n: 1 } }, ACROSS_MS);
        } else {
          const ended = await ben.client.fact('calls:ended', {}, GONE_MS);
          expect(ended).toMatchObject({ callId: call.id, endReason: 'connection_lost', endedBy: null });
          expect((await historyOf(ben, { limit: 1 }))[0]).toMatchObject({ id: call.id, endReason: 'connection_lost' });
        }
      }
    },
    TIMEOUT_MS,
  );

  it(
    'callers from both nodes find one person busy, or win, but never two of them',
    async () => {
      const ana = await newPerson(one, 'websocket', 'ana');
      const others = await Promise.all(oneTo(8).map((n) => newPerson(n % 2 === 0 ? one : two, 'websocket')));
      const calls = await Promise.all(others.map((caller) => ring(caller, ana)));
      expect(calls.map(({ endReason }) => endReason ?? 'rings').toSorted()).toEqual([...oneTo(7).map(() => 'busy'), 'rings']);
      expect(await currentOf(ana)).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it(
    'who is on no node is unreachable, and who comes while it rings on another is rung there',
    async () => {
      const [ana, ben] = await pair();
      const cid = await newPerson(two, 'websocket', 'cid');
      await cid.client.close();
      expect(await ring(ana, cid)).toMatchObject({ state: 'ended', endReason: 'unreachable' });
      const call = await ring(ana, ben);
      const late = await connectLyceum(one, 'raw', ben.token);
      expect(await late.fact('calls:incoming', {}, ACROSS_MS)).toMatchObject({ call: { id: call.id }, offer: OFFER });
      await accept({ client: late }, call);
      await ben.client.fact('calls:ended', { endReason: 'answered_elsewhere' }, ACROSS_MS);
    },
    TIMEOUT_MS,
  );

  it(
    'of many who come into a room’s call on both nodes no more than four are in it',
    async () => {
      const people = await Promise.all(oneTo(9).map((n) => newPerson(n % 2 === 0 ? one : two, 'websocket')));
      const room = await roomOf(people[0]!, ...people.slice(1));
      const answers = await Promise.all(
        people.map(({ client }) => client.request('calls:start', { room: { id: room.id }, kind: 'video' })),
      );
      expect(answers.map(codeOf).toSorted()).toEqual([...oneTo(5).map(() => 'CALL_FULL'), 'ok', 'ok', 'ok', 'ok']);
      const ids = answers.filter(({ ok }) => ok === true).map(({ data }) => (data as JsonObject).id);
      expect(new Set(ids).size).toBe(1);
    },
    TIMEOUT_MS,
  );

  it(
    'who is in a room sees who is in its call, on whichever node',
    async () => {
      const [ana, ben] = await pair();
      const cid = await newPerson(two, 'websocket', 'cid');
      const room = await roomOf(ana, ben);
      const call = dataOf(await ana.client.request('calls:start', { room: { id: room.id }, kind: 'video' }));
      expect(await ben.client.fact('calls:in-room', {}, ACROSS_MS)).toEqual({ call });
      dataOf(await cid.client.request('rooms:join', { code: room.code }));
      expect(await cid.client.fact('calls:in-room', {}, ACROSS_MS)).toEqual({ call });
      await end(ana, call);
      for (const { client } of [ben, cid]) {
        await client.fact('calls:in-room', { call: { id: call.id, state: 'ended' } }, ACROSS_MS);
      }
    },
    TIMEOUT_MS,
  );

  interface Meanwhile {
    locks: (tx: pg.Client) => Promise<unknown>;
    request: () => Promise<JsonObject>;
    changes: (tx: pg.Client) => Promise<unknown>;
  }

  /** Answers the request, which has to wait for a transaction of somebody else that changes something. */
  async function meanwhile({ locks, request, changes }: Meanwhile): Promise<JsonObject> {
    const tx = new pg.Client(database);
    await tx.connect();
    try {
      await tx.query('BEGIN');
      await tx.query('SET search_path = lyceum');
      await locks(tx);
      const answer = request();
      await eventually(async () => {
        const { rows } = await tx.query<{ waits: string }>('SELECT count(*) AS waits FROM pg_locks WHERE NOT granted');
        expect(rows).not.toEqual([{ waits: '0' }]);
      });
      await changes(tx);
      await tx.query('COMMIT');
      return await answer;
    } finally {
      await tx.end();
    }
  }

  it(
    'a call waits for a block that is being made, and does not ring then',
    async () => {
      const [ana, ben] = await pair();
      const { room } = await end(ana, await ring(ana, ben));
      const refused = await meanwhile({
        locks: (tx) => tx.query('SELECT id FROM rooms WHERE id = $1 FOR NO KEY UPDATE', [(room as JsonObject).id]),
        request: () => ana.client.request('calls:start', { to: { id: ben.id }, kind: 'audio' }),
        changes: (tx) => tx.query('INSERT INTO blocks (blocker_id, blocked_id) VALUES ($1, $2)', [ben.id, ana.id]),
      });
      expectRefusal(refused, 'BLOCKED');
    },
    TIMEOUT_MS,
  );

  it(
    'who starts a room’s call at the moment when the one before ends begins the next',
    async () => {
      const [ana, ben] = await pair();
      const room = await roomOf(ana, ben);
      const start = ({ client }: Person) => client.request('calls:start', { room: { id: room.id }, kind: 'video' });
      const before = dataOf(await start(ana));
      const next = dataOf(
        await meanwhile({
          locks: (tx) => tx.query('SELECT id FROM calls WHERE id = $1 FOR NO KEY UPDATE', [before.id]),
          request: () => start(ben),
          changes: async (tx) => {
            await tx.query(`UPDATE calls SET state = 'ended', ended_at = now(), end_reason = 'cancelled' WHERE id = $1`, [
              before.id,
            ]);
            await tx.query(`UPDATE call_participants SET state = 'left' WHERE call_id = $1`, [before.id]);
          },
        }),
      );
      expect(next).toMatchObject({ state: 'ringing', caller: { id: ben.id } });
      expect(next.id).not.toBe(before.id);
    },
    TIMEOUT_MS,
  );
});
