import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createSession, joinSession } from '../contract/group-study/session.js';
import { ANSWER, CALLING, currentOf, OFFER, ring, signal, talk } from '../contract/lyceum/calls/calling.js';
import * as the from '../contract/lyceum/help/helping.js';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { newPerson, type Person } from '../contract/lyceum/shapes.js';
import { ROOMY } from '../contract/settings.js';
import { connectLearner, connectWith, enter, newRoom } from '../contract/skill-lift/live-session.js';
import { describeWith } from '../support/describe-with.js';
import { aTime, dataOf } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { query, startPostgres, type Postgres } from '../support/postgres.js';
import { RawClient } from '../support/raw-client.js';
import { startRedis, type Redis } from '../support/redis.js';
import { eventually } from '../support/wait.js';
import { becomes } from './nodes.js';
import { CLUSTER_ENV, GRACE_MS, oneTo } from './people.js';

const TIMEOUT_MS = 120_000;
const ACROSS_MS = 5_000;
/** Until a node that was killed is known to be gone, and the grace is over, on a busy machine. */
const GONE_MS = 60_000;
const RING_SECONDS = 4;
const ENV = {
  ...CLUSTER_ENV,
  CLUSTER_SILENCE_MS: '10000',
  ...ROOMY,
  ...the.HELPING,
  ...CALLING,
  PRESENCE_GRACE_MS: String(GRACE_MS),
  CALL_RING_SECONDS: String(RING_SECONDS),
  CALL_GRACE_SECONDS: '5',
  HELP_ROUTING: 'auto',
  HELP_OFFER_SECONDS: '12',
};

describeWith(['postgres', 'redis'], 'what a node began and did not end', () => {
  let postgres: Postgres;
  let redis: Redis;
  let database: string;
  let dying: Gateway;
  let one: Gateway;
  let two: Gateway;

  const start = () => startGateway({ database, env: { ...ENV, REDIS_URL: redis.url } });

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    database = await postgres.createDatabase();
    [dying, one, two] = await Promise.all([start(), start(), start()]);
    await Promise.all([dying, one, two].map((node) => becomes(node, 'ready')));
  }, TIMEOUT_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await Promise.all([dying, one, two].map((node) => node.stop()));
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  it(
    'kill -9: others end it, once and in time',
    async () => {
      // Two who are in a room there, and those who see it: one of the two will come back.
      const roomId = newRoom();
      const watchers = [await connectLearner(one, 'Ana'), await connectLearner(two, 'Ben')];
      const [gone, back] = [await connectLearner(dying, 'Gone'), await connectLearner(dying, 'Back')];
      for (const learner of [...watchers, gone, back]) await enter(learner, roomId);
      for (const { client } of watchers) {
        await client.next({ type: 'user_joined', payload: { userId: back.userId } }, ACROSS_MS);
      }
      // A study session, whose guests have no other proof than their name.
      const { client: host, code } = await createSession(one, 'Host');
      for (const name of ['Guest', 'Lost']) await joinSession(dying, code, name);
      await host.next({ type: 'user_joined', userName: 'Lost' }, ACROSS_MS);
      // Somebody is asked for help there, and the next could help.
      const [student, subject] = [await the.newStudent(dying), the.newSubject()];
      const asked = await the.freeMentor(dying, subject);
      const next = await the.freeMentor(two, subject);
      const request = await the.asks(student, subject);
      await the.offered(asked, request);
      const again = await connectLyceum(one, 'websocket', student.token);
      // A call goes on, one is lost, and another rings.
      const [cid, dan] = [await newPerson(dying, 'websocket', 'cid'), await newPerson(one, 'websocket', 'dan')];
      const talking = await talk(cid, dan);
      const [gil, hal] = [await newPerson(dying, 'websocket', 'gil'), await newPerson(two, 'websocket', 'hal')];
      const lost = await talk(gil, hal);
      const [eve, fay] = [await newPerson(dying, 'websocket', 'eve'), await newPerson(one, 'websocket', 'fay')];
      // And a session nobody is in any more, whose time is up.
      const old = dataOf(await fay.client.request('rooms:create', {})) as { id: string };
      const ringing = await ring(eve, fay);
      const rang = Date.now();

      await dying.kill();
      await query(database, `UPDATE lyceum.rooms SET last_active_at = now() - interval '10 years' WHERE id = $1`, [old.id]);

      const returned = { ...back, client: await connectWith(one, back.token) };
      await enter(returned, roomId);
      const guest = await RawClient.connect(two);
      guest.send({ type: 'join', sessionCode: code, userName: 'Guest' });
      const cidAgain = await connectLyceum(two, 'websocket', cid.token);

      expect(await fay.client.fact('calls:ended', { callId: ringing.id }, 15_000)).toMatchObject({ endReason: 'no_answer' });
      expect(Date.now() - rang).toBeGreaterThan(RING_SECONDS * 1_000 - 500);
      await next.client.fact('help:offered', { request: { id: request.id } }, GONE_MS);
      expect(await the.give(next, 'accept', the.naming(request))).toMatchObject({ mentor: { id: next.id } });
      await the.updated({ client: again }, request, { state: 'active' });
      expect(await guest.next('joined', 15_000)).toMatchObject({ participants: expect.arrayContaining(['Guest', 'Host']) });
      await goesOn(talking, cidAgain, dan);
      const ended = await hal.client.fact('calls:ended', { callId: lost.id }, GONE_MS);
      expect(ended).toMatchObject({ endReason: 'connection_lost', endedBy: null });

      for (const { client } of watchers) {
        const left = await client.next('user_left', GONE_MS);
        expect(left.payload).toEqual({ roomId, userId: gone.userId, userName: 'Gone', timestamp: aTime });
      }
      expect(await host.next('user_left', GONE_MS)).toEqual({ type: 'user_left', userName: 'Lost', sessionCode: code });
      await eventually(async () => {
        const [room] = await query<{ reason: string }>(
          database,
          'SELECT close_reason AS reason FROM lyceum.rooms WHERE id = $1',
          [old.id],
        );
        expect(room).toEqual({ reason: 'expired' });
      }, GONE_MS);

      // Nobody heard anything twice, or of who came back.
      for (const { client } of watchers) {
        await client.silent('user_left');
        await client.silent({ type: 'user_joined', payload: { userId: back.userId } });
      }
      await host.silent({ userName: 'Guest', type: 'user_left' });
      expect(host.frames.filter(({ type, userName }) => type === 'user_joined' && userName === 'Guest')).toHaveLength(1);
      expect(fay.client.heard('calls:ended')).toHaveLength(1);
      expect(the.offersTo(next)).toEqual([request.id]);
      expect((await enter(watchers[1]!, roomId)).payload).toMatchObject({ participants: oneTo(3).map(() => expect.anything()) });
    },
    TIMEOUT_MS,
  );

  async function goesOn(call: JsonObject, client: Person['client'], other: Person): Promise<void> {
    await other.client.fact('calls:peer-returned', {}, GONE_MS);
    dataOf(await signal(other, call, 'offer', OFFER));
    await client.fact('calls:signal', { data: OFFER }, ACROSS_MS);
    dataOf(await signal({ client }, call, 'answer', ANSWER));
    await other.client.fact('calls:signal', { data: ANSWER }, ACROSS_MS);
    expect(await currentOf({ client })).toMatchObject([{ id: call.id, state: 'active' }]);
  }

  it(
    'SIGTERM: who comes back to another node within the grace was never away, and who does not is told of once',
    async () => {
      await dying.restart();
      await becomes(dying, 'ready');
      const roomId = newRoom();
      const watchers = [await connectLearner(one, 'Ana'), await connectLearner(two, 'Ben')];
      const [gone, back] = [await connectLearner(dying, 'Gone'), await connectLearner(dying, 'Back')];
      for (const learner of [...watchers, gone, back]) await enter(learner, roomId);
      for (const { client } of watchers) {
        await client.next({ type: 'user_joined', payload: { userId: back.userId } }, ACROSS_MS);
      }

      const stopped = dying.stop();
      await back.client.closed;
      await enter({ ...back, client: await connectWith(one, back.token) }, roomId);
      expect(await stopped).toBe(0);

      for (const { client } of watchers) {
        expect((await client.next('user_left', GRACE_MS + ACROSS_MS)).payload).toMatchObject({ userId: gone.userId });
        await client.silent('user_left');
        await client.silent({ type: 'user_joined', payload: { userId: back.userId } });
      }
    },
    TIMEOUT_MS,
  );
});
