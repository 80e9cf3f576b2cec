import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { FakeConnection, guest, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
import { eventually } from '../../test/support/wait.js';
import type { AppError } from '../common/index.js';

const CROWD = 50;

describeWith(['postgres'], 'membership of rooms, on two nodes', () => {
  const newNodes = nodesOnPostgres();
  let nodes: [RoomsNode, RoomsNode];
  let here: RoomsNode;

  beforeEach(() => {
    nodes = newNodes();
    [here] = nodes;
  });

  function crowd(): { node: RoomsNode; connection: FakeConnection }[] {
    return Array.from({ length: CROWD }, (_, index) => ({
      node: nodes[index % 2]!,
      connection: new FakeConnection(person(randomUUID())),
    }));
  }

  /** Locks the room's row in a transaction that stays open; gives what ends it. */
  async function locked({ database }: RoomsNode, roomId: string): Promise<() => Promise<void>> {
    let unlock: () => void = () => undefined;
    const unlocked = new Promise<void>((resolve) => {
      unlock = resolve;
    });
    let ended: Promise<void> = Promise.resolve();
    await new Promise<void>((resolve, reject) => {
      ended = database.transaction(async (tx) => {
        await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
        await tx.query('SELECT 1 FROM rooms WHERE id = $1 FOR UPDATE', [roomId]);
        resolve();
        await unlocked;
      });
      ended.catch(reject);
    });
    return async () => {
      unlock();
      await ended;
    };
  }

  async function rolesOf(roomId: string): Promise<Record<string, string>> {
    const members = await here.database.query<{ user_id: string; role: string }>(
      'SELECT user_id, role FROM room_members WHERE room_id = $1',
      [roomId],
    );
    return Object.fromEntries(members.map(({ user_id, role }) => [user_id, role]));
  }

  async function ownersOf(roomId: string): Promise<string[]> {
    return Object.entries(await rolesOf(roomId)).flatMap(([id, role]) => (role === 'owner' ? [id] : []));
  }

  it('a room of ten takes ten of fifty who come at once', async () => {
    const room = await here.create.create(undefined, { capacity: 10 });

    const outcomes = await Promise.allSettled(crowd().map(({ node, connection }) => node.join(connection, { code: room.code! })));

    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as AppError).code] : []));
    expect(refused).toEqual(Array(CROWD - 10).fill('ROOM_FULL'));
    expect(Object.keys(await rolesOf(room.id))).toHaveLength(10);
    expect(await ownersOf(room.id)).toHaveLength(1);
    expect(nodes.flatMap(({ roster }) => roster.seats(room.id))).toHaveLength(10);
  });

  it('fifty who make a room of one key at once meet in one room, which one of them owns', async () => {
    const key = randomUUID();
    const people = crowd();

    const joined = await Promise.all(people.map(({ node, connection }) => node.join(connection, { key, create: true })));

    const ids = new Set(joined.map(({ room }) => room.id));
    expect(ids.size).toBe(1);
    expect(joined[0]!.room).toMatchObject({ key, kind: 'group', visibility: 'public', expiresAt: null });
    const [id] = ids;
    expect(await ownersOf(id!)).toHaveLength(1);
    expect(joined.filter(({ role }) => role === 'owner')).toHaveLength(1);
  });

  it('of fifty who create a room of one key one gets it', async () => {
    const key = randomUUID();

    const outcomes = await Promise.allSettled(
      crowd().map(({ node, connection }) => node.create.create(connection.user, { key })),
    );

    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as AppError).code] : []));
    expect(refused).toEqual(Array(CROWD - 1).fill('ROOM_KEY_TAKEN'));
  });

  it('has one owner at the end of any coming and going, and none when it is empty', async () => {
    const room = await here.create.create(undefined, {});
    const people = crowd();
    const comeAndGo = people.map(async ({ node, connection }, index) => {
      await node.join(connection, { code: room.code! });
      if (index % 3 > 0) await node.leaving.leave(connection, { id: room.id });
    });

    await Promise.all(comeAndGo);
    expect(await ownersOf(room.id)).toHaveLength(1);

    const stayed = people.filter((_, index) => index % 3 === 0);
    await Promise.all(stayed.map(({ node, connection }) => node.leaving.leave(connection, { id: room.id })));
    expect(await rolesOf(room.id)).toEqual({});
  });

  it('the longest-standing moderator follows the owner before longer-standing members', async () => {
    const [ana, ben, cleo] = ['ana', 'ben', 'cleo'].map((name) => new FakeConnection(person(`${name}-${randomUUID()}`)));
    const room = await here.create.create(ana!.user, {});
    for (const connection of [ana!, ben!, cleo!]) await here.join(connection, { code: room.code! });
    await here.database.query(`UPDATE room_members SET role = 'moderator' WHERE room_id = $1 AND user_id = $2`, [
      room.id,
      cleo!.user.id,
    ]);

    await here.leaving.leave(ana!, { id: room.id });

    expect(await rolesOf(room.id)).toEqual({ [ben!.user.id]: 'member', [cleo!.user.id]: 'owner' });
    expect(here.roster.seat(room.id, cleo!.user.id)?.role).toBe('owner');
  });

  it('who created a room owns it without being in it, and stays its owner when others come first', async () => {
    const ana = new FakeConnection(person(randomUUID()));
    const room = await here.create.createFor(ana, {});
    expect(here.roster.seats(room.id)).toEqual([]);

    await expect(here.join(new FakeConnection(person(randomUUID())), { code: room.code! })).resolves.toMatchObject({
      role: 'member',
    });
    await expect(here.join(ana, { id: room.id })).resolves.toMatchObject({ role: 'owner' });
  });

  it('a guest may join by id what they made, and no other guest may', async () => {
    const mia = new FakeConnection(guest());
    const room = await here.create.createFor(mia, {});
    expect(await rolesOf(room.id)).toEqual({});

    await expect(here.join(new FakeConnection(guest()), { id: room.id, name: 'Eve' })).rejects.toMatchObject({
      code: 'ROOM_NOT_FOUND',
    });
    await expect(here.join(mia, { id: room.id, name: 'Mia' })).resolves.toMatchObject({ role: 'owner' });
  });

  it('guests whom a killed node left behind are gone after a start, and leave the room an owner', async () => {
    const mia = new FakeConnection(guest());
    const ben = new FakeConnection(person(randomUUID()));
    const room = await here.create.create(undefined, {});
    await here.join(mia, { code: room.code!, name: 'Mia' });
    await here.join(ben, { code: room.code! });
    expect(await ownersOf(room.id)).toEqual([mia.user.id]);

    await newNodes()[0].expiry.onModuleInit();

    expect(await rolesOf(room.id)).toEqual({ [ben.user.id]: 'owner' });
  });

  it('a member who takes the seat of an owner who is gone leaves the room an owner', async () => {
    const room = await here.create.create(undefined, {});
    const [gone, other] = [new FakeConnection(guest()), new FakeConnection(guest())];
    await here.join(gone, { code: room.code!, name: 'Mia' });
    await here.database.query(`INSERT INTO room_members (room_id, user_id, guest, name) VALUES ($1, $2, true, 'Mia')`, [
      room.id,
      other.user.id,
    ]);
    here.disconnect(gone);

    await expect(here.join(other, { code: room.code!, name: 'Mia' })).resolves.toMatchObject({ role: 'owner' });

    expect(await rolesOf(room.id)).toEqual({ [other.user.id]: 'owner' });
  });

  it('everybody is answered within three seconds while the room’s row is locked, and who was refused is not in it', async () => {
    const room = await here.create.create(undefined, {});
    const people = Array.from({ length: 8 }, () => new FakeConnection(person(randomUUID())));
    const began = Date.now();
    const took: number[] = [];

    const unlock = await locked(nodes[1], room.id);
    const outcomes = await Promise.allSettled(
      people.map((connection) => here.join(connection, { code: room.code! }).finally(() => took.push(Date.now() - began))),
    );
    await unlock();

    expect(outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as AppError).code)).toEqual(
      Array(people.length).fill('UNAVAILABLE'),
    );
    expect(Math.max(...took)).toBeLessThan(3_000);
    await here.join(people[0]!, { code: room.code! });
    expect(Object.keys(await rolesOf(room.id))).toEqual([people[0]!.user.id]);
    expect(here.roster.seats(room.id)).toHaveLength(1);
  });

  it('rooms of guests left behind are locked in the order of their ids', async () => {
    const rooms = [await here.create.create(undefined, {}), await here.create.create(undefined, {})];
    rooms.sort((a, b) => (a.id < b.id ? -1 : 1));
    // The rows lie in the other order, which is the one a plain DELETE would take them in.
    for (const room of rooms.toReversed()) await here.join(new FakeConnection(guest()), { code: room.code!, name: 'Mia' });

    const unlock = await locked(nodes[1], rooms[0]!.id);
    const cleared = here.expiry.onModuleInit();
    // It waits for the first room, so that it can't have the second.
    await eventually(async () => {
      await expect(here.database.query('SELECT 1 FROM pg_locks WHERE NOT granted')).resolves.not.toEqual([]);
    });
    await here.database.query('SELECT 1 FROM rooms WHERE id = $1 FOR UPDATE NOWAIT', [rooms[1]!.id]);
    await unlock();

    await expect(cleared).resolves.toBeUndefined();
    expect(await rolesOf(rooms[1]!.id)).toEqual({});
  });
});
