import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { FakeConnection, guest, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
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
});
