import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { register, type TestAccount } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf, expectRefusal } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { query, startPostgres, type Postgres } from '../support/postgres.js';
import { RawClient } from '../support/raw-client.js';
import { startRedis, type Redis } from '../support/redis.js';
import { SocketClient } from '../support/socket-client.js';
import { eventually } from '../support/wait.js';
import { CLUSTER_ENV } from './people.js';

const TIMEOUT_MS = 120_000;
/** From one node to the other on a busy machine. */
const ACROSS_MS = 5_000;
const GRACE_MS = '300';

interface Person extends TestAccount {
  client: SocketClient;
}

describeWith(['postgres', 'redis'], 'the doors of rooms, of two nodes', () => {
  let postgres: Postgres;
  let redis: Redis;
  let database: string;
  let one: Gateway;
  let two: Gateway;
  let owner: Person;
  let moderator: Person;
  let room: JsonObject;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    database = await postgres.createDatabase();
    const env = {
      ...CLUSTER_ENV,
      REDIS_URL: redis.url,
      PRESENCE_GRACE_MS: GRACE_MS,
      RATE_MANAGE_PER_SECOND: '1000',
      RATE_REGISTRATIONS_PER_HOUR: '1000',
    };
    [one, two] = await Promise.all([startGateway({ database, env }), startGateway({ database, env })]);
  }, TIMEOUT_MS);
  beforeEach(async () => {
    [owner, moderator] = [await person(one), await person(two)];
    room = dataOf(await owner.client.request('rooms:create', { entry: 'ask' }));
    dataOf(await owner.client.request('rooms:join', { id: room.id }));
    await query(database, `INSERT INTO lyceum.room_members (room_id, user_id, role) VALUES ($1, $2, 'moderator')`, [
      room.id,
      moderator.id,
    ]);
  });
  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  function connect(node: Gateway, { token }: TestAccount): Promise<SocketClient> {
    return SocketClient.connect(node, { auth: { token, dialect: 'lyceum' } });
  }

  async function person(node: Gateway): Promise<Person> {
    const account = await register(node);
    return { ...account, client: await connect(node, account) };
  }

  function join({ client }: Person): Promise<JsonObject> {
    return client.request('rooms:join', { code: room.code });
  }

  async function knock(who: Person): Promise<void> {
    expectRefusal(await join(who), 'ROOM_WAITING', { retryable: true });
  }

  async function waiting(): Promise<string[]> {
    const list = dataOf(await owner.client.request('rooms:waiting', { room })).waiting as { user: { id: string } }[];
    return list.map(({ user }) => user.id);
  }

  it('somebody knocks at one, is heard on both, is let in by the other, and joins', async () => {
    const ben = await person(two);

    await knock(ben);

    const told = { room: { id: room.id }, user: { id: ben.id } };
    await Promise.all([owner, moderator].map(({ client }) => client.next('rooms:knock', told, ACROSS_MS)));
    expect(await waiting()).toEqual([ben.id]);
    dataOf(await owner.client.request('rooms:admit', { room, userId: ben.id }));
    await ben.client.next('rooms:admitted', { room: { id: room.id } }, ACROSS_MS);
    dataOf(await join(ben));
    expect(await waiting()).toEqual([]);
    await owner.client.next('rooms:joined', { user: { id: ben.id } }, ACROSS_MS);
  });

  it('of two who answer at the same moment on both one decides, and the one who waits hears one answer', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ben = await person(two);
      await knock(ben);

      const [admitted, denied] = await Promise.all([
        owner.client.request('rooms:admit', { room, userId: ben.id }),
        moderator.client.request('rooms:deny', { room, userId: ben.id }),
      ]);

      expect([admitted.ok, denied.ok].toSorted()).toEqual([false, true]);
      const [heard, other] = admitted.ok === true ? ['rooms:admitted', 'rooms:denied'] : ['rooms:denied', 'rooms:admitted'];
      await ben.client.next(heard, { room: { id: room.id } }, ACROSS_MS);
      const joined = await join(ben);
      expect(joined.ok).toBe(admitted.ok);
      expect(ben.client.occurrences.filter(({ event }) => event === other)).toEqual([]);
    }
  });

  it('an invitation of one is heard and used on the other', async () => {
    const ben = await person(two);

    dataOf(await owner.client.request('rooms:invite', { room, userId: ben.id }));

    await ben.client.next('rooms:invited', { room: { id: room.id }, by: { id: owner.id } }, ACROSS_MS);
    dataOf(await ben.client.request('rooms:join', { id: room.id }));
  });

  it('who is banned while they are invited does not come in, whichever was first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ben = await person(two);
      const ban = query(
        database,
        `WITH locked AS (SELECT id FROM lyceum.rooms WHERE id = $1 FOR NO KEY UPDATE)
         INSERT INTO lyceum.room_members (room_id, user_id, banned) SELECT id, $2, true FROM locked`,
        [room.id, ben.id],
      );

      const [invited] = await Promise.all([owner.client.request('rooms:invite', { room, userId: ben.id }), ban]);

      if (invited.ok !== true) expectRefusal(invited, 'FORBIDDEN');
      expectRefusal(await ben.client.request('rooms:join', { id: room.id }), 'BANNED');
    }
  });

  it('who waits at one and goes away no longer waits at the other', async () => {
    const ben = await person(two);
    await knock(ben);
    expect(await waiting()).toEqual([ben.id]);

    ben.client.close();

    await eventually(async () => {
      expect(await waiting()).toEqual([]);
    }, ACROSS_MS);
  });

  it('whom one turned away need not knock at the other', async () => {
    const ben = await person(two);
    await knock(ben);
    dataOf(await moderator.client.request('rooms:deny', { room, userId: ben.id }));

    const elsewhere = await connect(one, ben);
    expectRefusal(await elsewhere.request('rooms:join', { code: room.code }), 'FORBIDDEN');
  });

  it('a guest of one is let in by the other, as long as they stay', async () => {
    const mia = await RawClient.connect(two);
    const frame = { type: 'join', sessionCode: room.code, userName: 'Mia' };
    mia.send(frame);
    await mia.next('error', ACROSS_MS);
    const [userId] = await waiting();

    dataOf(await owner.client.request('rooms:admit', { room, userId }));
    mia.send(frame);

    await mia.next('joined', ACROSS_MS);
  });
});
