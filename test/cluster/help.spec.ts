import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { startRedis, type Redis } from '../support/redis.js';
import { SocketClient } from '../support/socket-client.js';
import * as the from '../contract/lyceum/help/helping.js';
import { connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { set } from '../contract/lyceum/mentors/mentoring.js';
import type { Person } from '../contract/lyceum/shapes.js';
import { becomes } from './nodes.js';

const TIMEOUT_MS = 120_000;
const AT_ONCE = 50;
/** Of one mentor, who may have 20. */
const DEVICES = 16;
const GRACE_SECONDS = 3;
/** Until everybody has heard what follows from the death of a node, on a busy machine. */
const GONE_MS = 20_000;

describeWith(['postgres', 'redis'], 'help on two nodes', () => {
  let postgres: Postgres;
  let redis: Redis;
  let database: string;
  let one: Gateway;
  let two: Gateway;

  const start = async (more: Record<string, string> = {}): Promise<Gateway> => {
    const node = await startGateway({
      database,
      env: { ...the.HELPING, REDIS_URL: redis.url, HELP_MENTOR_GRACE_SECONDS: String(GRACE_SECONDS), ...more },
    });
    await becomes(node, 'ready');
    return node;
  };

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    database = await postgres.createDatabase();
    [one, two] = await Promise.all([start(), start()]);
  }, TIMEOUT_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(async () => {
    await Promise.all([one, two].map((node) => node.stop()));
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  const nodeOf = (index: number): Gateway => (index % 2 === 0 ? one : two);
  const accept = ({ client }: Person, requestId: unknown) => client.request('help:accept', { requestId });
  const codesOf = (answers: readonly JsonObject[]) =>
    answers.map(({ ok, error }) => (ok === true ? 'ok' : (error as { code: string }).code));

  /** What the database says when everything is done. */
  async function query<T extends object>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    try {
      return (await client.query<T>(sql, parameters)).rows;
    } finally {
      await client.end();
    }
  }

  it(
    'of fifty mentors who accept at once one helps, and everybody is told the same',
    async () => {
      const subject = the.newSubject();
      const mentors: Person[] = [];
      for (let index = 0; index < AT_ONCE; index += 1) mentors.push(await the.freeMentor(nodeOf(index), subject));
      const student = await the.newStudent(one);
      const request = await the.asks(student, subject);
      await Promise.all(mentors.map((mentor) => the.offered(mentor, request)));

      const answers = await Promise.all(mentors.map((mentor) => accept(mentor, request.id)));

      const codes = codesOf(answers);
      expect(codes.toSorted()).toEqual([...Array.from({ length: AT_ONCE - 1 }, () => 'HELP_TAKEN'), 'ok']);
      const winner = mentors[codes.indexOf('ok')]!;
      for (const person of [student, ...mentors]) {
        await the.updated(person, request, { state: 'active', mentor: { id: winner.id } });
      }
      const members = await query<{ user_id: string }>(
        'SELECT m.user_id FROM lyceum.room_members m JOIN lyceum.help_requests r ON r.room_id = m.room_id WHERE r.id = $1',
        [request.id],
      );
      expect(members.map(({ user_id }) => user_id).toSorted()).toEqual([student.id, winner.id].toSorted());
      expect(await query(`SELECT FROM lyceum.rooms WHERE title = $1`, [subject])).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it(
    'a mentor who accepts different requests at once, on both nodes, helps with as many as they can',
    async () => {
      const subject = the.newSubject();
      const ben = await the.freeMentor(one, subject, { capacity: 3 });
      // A device of its own for each: what one device says is done one after the other.
      const devices: Person[] = [];
      const requests: JsonObject[] = [];
      for (let index = 0; index < DEVICES; index += 1) {
        devices.push({ ...ben, client: await connectLyceum(nodeOf(index), 'websocket', ben.token) });
        requests.push(await the.asks(await the.newStudent(nodeOf(index)), subject));
      }
      await Promise.all(requests.map((request) => the.offered(ben, request)));

      const answers = await Promise.all(requests.map(({ id }, index) => accept(devices[index]!, id)));

      expect(codesOf(answers).filter((code) => code === 'ok')).toHaveLength(3);
      expect(new Set(codesOf(answers))).toEqual(new Set(['ok', 'LIMIT_REACHED']));
      expect(await query(`SELECT FROM lyceum.help_requests WHERE mentor_id = $1 AND state = 'active'`, [ben.id])).toHaveLength(3);
    },
    TIMEOUT_MS,
  );

  it(
    'a student who asks twenty times at once, on both nodes, has asked once',
    async () => {
      const subject = the.newSubject();
      const ana = await the.newStudent(one);
      const there = await connectLyceum(two, 'websocket', ana.token);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? ana.client : there).request('help:request', { subject })),
      );
      expect(codesOf(answers).toSorted()).toEqual([...Array.from({ length: 19 }, () => 'HELP_OPEN'), 'ok']);
    },
    TIMEOUT_MS,
  );

  it(
    'accepted on one node and cancelled on the other at once has one outcome, that all are told',
    async () => {
      const subject = the.newSubject();
      const ben = await the.freeMentor(one, subject, { capacity: 100 });
      for (let round = 0; round < 10; round += 1) {
        const student = await the.newStudent(two);
        const request = await the.asks(student, subject);
        await the.offered(ben, request);
        const [accepted, cancelled] = await Promise.all([
          accept(ben, request.id),
          student.client.request('help:cancel', the.naming(request)),
        ]);
        expect(codesOf([cancelled])).toEqual(['ok']);
        expect(['ok', 'HELP_OVER']).toContain(codesOf([accepted])[0]);
        for (const person of [student, ben]) await the.updated(person, request, { state: 'cancelled' });
      }
    },
    TIMEOUT_MS,
  );

  it(
    'what nobody took in time is over, whichever node notices',
    async () => {
      const [student, subject] = [await the.newStudent(two), the.newSubject()];
      const ben = await the.freeMentor(one, subject);
      const request = await the.asks(student, subject);
      await the.offered(ben, request);
      await query('UPDATE lyceum.help_requests SET expires_at = now() WHERE id = $1', [request.id]);
      for (const person of [student, ben]) await the.updated(person, request, { state: 'expired' });
      expect(student.client.heard('help:updated').filter(({ state }) => state === 'expired')).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it(
    'a mentor whose node dies while they help is gone: the request comes back, and is helped with on the other node',
    async () => {
      const dying = await start();
      const [student, subject] = [await the.newStudent(one), the.newSubject()];
      const ben = await the.freeMentor(dying, subject);
      const active = await the.helped(student, ben, subject);
      const cleo = await the.freeMentor(two, subject);

      await dying.kill();

      await the.updated(student, active, { state: 'waiting' }, GONE_MS);
      await the.offered(cleo, active);
      const again = await the.give(cleo, 'accept', the.naming(active));
      expect(again).toMatchObject({ mentor: { id: cleo.id }, requestedAt: active.requestedAt });
      await the.updated(student, active, { state: 'active', mentor: { id: cleo.id } });
    },
    TIMEOUT_MS,
  );

  it(
    'in turn, an offer that was under way when a node died goes to the next mentor, once',
    async () => {
      const own = await postgres.createDatabase();
      const env = { ...the.HELPING, REDIS_URL: redis.url, HELP_ROUTING: 'auto', HELP_OFFER_SECONDS: '12' };
      const dying = await startGateway({ database: own, env });
      const staying = await startGateway({ database: own, env });
      await Promise.all([becomes(dying, 'ready'), becomes(staying, 'ready')]);
      const [student, subject] = [await the.newStudent(staying), the.newSubject()];
      const ben = await the.freeMentor(dying, subject);
      const cleo = await the.freeMentor(staying, subject);
      const request = await the.asks(student, subject);
      await the.offered(ben, request);

      await dying.kill();

      await cleo.client.fact('help:offered', { request: { id: request.id } }, GONE_MS);
      expect(await the.give(cleo, 'accept', the.naming(request))).toMatchObject({ mentor: { id: cleo.id } });
      expect(the.offersTo(cleo)).toEqual([request.id]);
      await staying.stop();
    },
    TIMEOUT_MS,
  );

  it(
    'who becomes available on one node is asked what was asked on the other',
    async () => {
      const subject = the.newSubject();
      const ben = await the.freeMentor(two, subject, { availability: 'busy' });
      const requests = [];
      for (const urgency of ['low', 'high', 'medium']) {
        requests.push(await the.asks(await the.newStudent(one), subject, { urgency }));
      }
      await set(ben, { availability: 'available' });
      await the.offered(ben, requests[0]!);
      expect(the.offersTo(ben)).toEqual(the.idsOf([requests[1]!, requests[2]!, requests[0]!]));
    },
    TIMEOUT_MS,
  );
});
