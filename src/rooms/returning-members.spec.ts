import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it, jest } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { FakeConnection, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
import { eventually } from '../../test/support/wait.js';
import type { AppError } from '../common/index.js';
import type { Transaction } from '../database/index.js';
import type { Joined } from '../protocol/index.js';

const CROWD = 60;
/** Where everybody stands in one line, which a busy machine takes its time for. */
const FEW = 16;

describeWith(['postgres'], 'members who come back to a room that never expires', () => {
  const newNodes = nodesOnPostgres();
  let here: RoomsNode;
  let there: RoomsNode;
  let key: string;
  let roomId: string;

  beforeEach(async () => {
    [here, there] = newNodes();
    key = randomUUID();
    const { room } = await here.join(new FakeConnection(person(randomUUID())), { key, create: true });
    roomId = room.id;
  });

  /** Makes members of them without anybody joining. */
  async function members(count: number): Promise<FakeConnection[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    await here.database.query('INSERT INTO room_members (room_id, user_id) SELECT $1, unnest($2::text[])', [roomId, ids]);
    return ids.map((id) => new FakeConnection(person(id)));
  }

  function join(connection: FakeConnection, node = here): Promise<Joined> {
    return node.join(connection, { key });
  }

  async function codeOf(outcome: Promise<unknown>): Promise<string> {
    return outcome.then(
      () => 'ok',
      (error: unknown) => (error as AppError).code,
    );
  }

  async function versionOfRoom(): Promise<unknown> {
    return here.database.query('SELECT ctid, last_active_at FROM rooms WHERE id = $1', [roomId]);
  }

  /** Does that under the room's own lock on the other node, and has everybody who is concerned thrown out. */
  async function throwOut(userId: string, sql: string): Promise<void> {
    const revocation = await there.database.transaction(async (tx) => {
      await there.rooms.lock(tx, roomId);
      await tx.query(sql, [roomId, userId]);
      return there.revocations.service.record(tx, { kind: 'room', roomId, userId });
    });
    for (const node of [here, there]) node.receive(revocation);
  }

  it('come in together, change nothing, and are told of once each', async () => {
    const people = await members(CROWD);
    const before = await versionOfRoom();
    const transactions = jest.spyOn(here.database, 'transaction');

    const joined = await Promise.all(people.map((connection) => join(connection)));

    expect(joined.map(({ role, room }) => [role, room.id])).toEqual(Array(CROWD).fill(['member', roomId]));
    expect(transactions.mock.calls.length).toBeLessThan(CROWD / 2);
    expect(await versionOfRoom()).toEqual(before);
    const told = here.publisher.facts('rooms:joined').map(({ user }) => user.id);
    expect(new Set(told).size).toBe(told.length);
    expect(told).toEqual(expect.arrayContaining(people.map(({ user }) => user.id)));
  });

  it('come in with several devices at once, and are told of once', async () => {
    const [ben] = await members(1);
    const devices = [ben!, new FakeConnection(ben!.user), new FakeConnection(ben!.user)];

    await Promise.all(devices.map((connection) => join(connection)));

    expect(here.publisher.facts('rooms:joined').filter(({ user }) => user.id === ben!.user.id)).toHaveLength(1);
    expect(here.roster.seat(roomId, ben!.user.id)?.connections.size).toBe(3);
  });

  it('hear what is said after the number that they were told', async () => {
    const [ben] = await members(1);
    await here.database.query('UPDATE rooms SET last_seq = 7 WHERE id = $1', [roomId]);

    await expect(join(ben!)).resolves.toMatchObject({ lastSeq: 7, room: { lastSeq: 7 } });
    expect(ben!.floors.get(roomId)).toBe(7);
  });

  /** A transaction on the other node that holds the room's lock until `end` is called, after doing that. */
  async function holding(
    take: (tx: Transaction) => Promise<unknown>,
    last: (tx: Transaction) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<{ end: () => Promise<void> }> {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let ended: Promise<void> = Promise.resolve();
    await new Promise<void>((taken, failed) => {
      ended = there.database.transaction(async (tx) => {
        await take(tx);
        taken();
        await released;
        await last(tx);
      });
      ended.catch(failed);
    });
    return {
      end: () => {
        release();
        return ended;
      },
    };
  }

  async function someoneWaits(): Promise<void> {
    await eventually(async () => {
      await expect(here.database.query('SELECT 1 FROM pg_locks WHERE NOT granted')).resolves.not.toEqual([]);
    });
  }

  it('do not wait for one another, also across nodes', async () => {
    const [ben] = await members(1);
    const { end } = await holding((tx) => there.rooms.share(tx, roomId));

    await expect(codeOf(join(ben!))).resolves.toBe('ok');
    await end();
  });

  it('wait for whoever changes the room, and see what was changed', async () => {
    const [ben] = await members(1);
    const { end } = await holding(
      (tx) => there.rooms.lock(tx, roomId),
      (tx) => tx.query('UPDATE room_members SET banned = true WHERE room_id = $1 AND user_id = $2', [roomId, ben!.user.id]),
    );

    const joining = codeOf(join(ben!));
    await someoneWaits();
    await end();

    await expect(joining).resolves.toBe('BANNED');
    expect(ben!.rooms.size).toBe(0);
  });

  it.each([
    ['who was banned', 'UPDATE room_members SET banned = true WHERE room_id = $1 AND user_id = $2', 'BANNED'],
    [
      'to a room that was closed',
      'WITH closed AS (UPDATE rooms SET closed_at = now() WHERE id = $1) SELECT $2::text',
      'ROOM_NOT_FOUND',
    ],
  ])('do not come in %s', async (_, sql, code) => {
    const [ben] = await members(1);
    await there.database.query(sql, [roomId, ben!.user.id]);

    await expect(codeOf(join(ben!))).resolves.toBe(code);
    expect(ben!.rooms.size).toBe(0);
  });

  it('are not inside when they were thrown out at the same moment, whichever came first', async () => {
    const people = await members(FEW);

    await Promise.all(
      people.flatMap(({ user }) => {
        const devices = [here, there].map((node) => ({ node, connection: new FakeConnection(user) }));
        return [
          ...devices.map(({ node, connection }) => codeOf(join(connection, node))),
          throwOut(user.id, 'UPDATE room_members SET banned = true WHERE room_id = $1 AND user_id = $2'),
        ];
      }),
    );

    const inside = [here, there].flatMap(({ roster }) => roster.seats(roomId).map(({ user }) => user.id));
    for (const { user } of people) expect(inside).not.toContain(user.id);
  });

  it('are inside exactly when they are members, after any coming and going', async () => {
    const people = await members(FEW);

    await Promise.all(
      people.map(async (connection, index) => {
        const other = new FakeConnection(connection.user);
        await codeOf(join(connection));
        const leaving = here.leaving.leave(connection, { id: roomId });
        const again = codeOf(join(other));
        await Promise.all([leaving, again]);
        if (index % 2 === 0) await codeOf(join(connection));
        if (index % 4 === 0) await here.leaving.leave(connection, { id: roomId });
      }),
    );

    const rows = await here.database.query<{ id: string }>('SELECT user_id AS id FROM room_members WHERE room_id = $1', [roomId]);
    const seated = here.roster.seats(roomId).map(({ user }) => user.id);
    expect(seated.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    expect(seated.length).toBeGreaterThanOrEqual(FEW / 4);
  });

  it('are outside with all their devices when the answer to the commit is lost', async () => {
    const [ben, cleo] = await members(2);
    const devices = [ben!, new FakeConnection(ben!.user)];
    const commit = here.database.transaction.bind(here.database);
    const transactions = jest.spyOn(here.database, 'transaction').mockImplementationOnce(commit);
    transactions.mockImplementationOnce(async (work) => {
      await commit(work);
      throw new Error('The answer was lost');
    });

    const found = jest.spyOn(here.rooms, 'findOpenByKey');
    const { end } = await holding((tx) => there.rooms.lock(tx, roomId));

    // The first goes alone, and the others together, as they come while it waits for the lock.
    const first = join(cleo!);
    await someoneWaits();
    const others = devices.map((connection) => join(connection));
    await eventually(async () => {
      expect(await Promise.all(found.mock.results.map(({ value }) => value as Promise<unknown>))).toHaveLength(3);
    });
    await end();
    const outcomes = await Promise.allSettled([first, ...others]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(here.roster.seat(roomId, ben!.user.id)).toBeUndefined();
    expect(devices.map(({ rooms }) => rooms.size)).toEqual([0, 0]);
    expect(cleo!.rooms.size).toBe(1);
  });

  it('who is gone before their turn comes is not seated', async () => {
    const [ben] = await members(1);
    ben!.open = false;

    await expect(codeOf(join(ben!))).resolves.toBe('UNAVAILABLE');
    expect(here.roster.seat(roomId, ben!.user.id)).toBeUndefined();
  });
});
