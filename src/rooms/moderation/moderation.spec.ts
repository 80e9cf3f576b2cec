import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { FakeConnection, guest, person } from '../../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../../test/support/rooms/two-nodes.js';
import type { AppError } from '../../common/index.js';
import type { Room } from '../../protocol/index.js';

const ROUNDS = 20;

describeWith(['postgres'], 'moderating a room on two nodes at once', () => {
  const newNodes = nodesOnPostgres();
  let here: RoomsNode;
  let there: RoomsNode;
  let owner: FakeConnection;
  let room: Room;

  beforeEach(async () => {
    [here, there] = newNodes();
    owner = newcomer();
    room = await here.create.create(owner.user, {});
    await here.join(owner, { id: room.id });
  });

  function newcomer(): FakeConnection {
    return new FakeConnection(person(randomUUID()));
  }

  async function member(role?: 'moderator'): Promise<FakeConnection> {
    const connection = newcomer();
    await here.join(connection, { code: room.code! });
    if (role !== undefined) await here.roles.setRole(owner, { room: { id: room.id }, userId: connection.user.id, role });
    return connection;
  }

  async function roles(roomId = room.id): Promise<Record<string, string>> {
    const rows = await here.database.query<{ id: string; role: string }>(
      `SELECT user_id AS id, CASE WHEN banned THEN 'banned' ELSE role END AS role FROM room_members WHERE room_id = $1`,
      [roomId],
    );
    return Object.fromEntries(rows.map(({ id, role }) => [id, role]));
  }

  async function owners(): Promise<string[]> {
    return Object.entries(await roles()).flatMap(([id, role]) => (role === 'owner' ? [id] : []));
  }

  const codesOf = (outcomes: PromiseSettledResult<unknown>[]): string[] =>
    outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as AppError).code : 'ok')).sort();
  const tell = (node: RoomsNode, from: RoomsNode): void => {
    for (const revocation of from.revocations.spread) node.receive(revocation);
  };

  it('who joins while being kicked is in or out, and hears the room only if in', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const ben = await member();
      const again = new FakeConnection(ben.user);

      await Promise.all([
        here.join(again, { code: room.code! }),
        there.removals.kick(owner, { room: { id: room.id }, userId: ben.user.id }),
      ]);
      tell(here, there);

      const isMember = ben.user.id in (await roles());
      expect(again.rooms.has(room.id)).toBe(isMember);
      expect(ben.rooms.has(room.id)).toBe(false);
      expect(here.roster.seat(room.id, ben.user.id) !== undefined).toBe(isMember);
    }
  });

  it('who joins while being banned is out', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const ben = await member();
      await here.leaving.leave(ben, { id: room.id });

      const [, joining] = await Promise.allSettled([
        there.removals.ban(owner, { room: { id: room.id }, userId: ben.user.id }),
        here.join(ben, { code: room.code! }),
      ]);
      tell(here, there);

      expect((await roles())[ben.user.id]).toBe('banned');
      expect(ben.rooms.has(room.id)).toBe(false);
      expect(here.roster.seat(room.id, ben.user.id)).toBeUndefined();
      if (joining.status === 'rejected') expect(joining.reason).toMatchObject({ code: 'BANNED' });
      await expect(here.join(ben, { code: room.code! })).rejects.toMatchObject({ code: 'BANNED' });
    }
  });

  it('of handing the room over and leaving it, in either order, one owner comes', async () => {
    const people = [owner];
    for (let round = 0; round < ROUNDS; round += 1) {
      const heir = await member();
      people.push(heir);
      const host = owner;

      await Promise.allSettled([
        there.roles.setRole(host, { room: { id: room.id }, userId: heir.user.id, role: 'owner' }),
        here.leaving.leave(host, { id: room.id }),
      ]);

      const [id, ...others] = await owners();
      expect(others).toEqual([]);
      expect(id).not.toBe(host.user.id);
      owner = people.find(({ user }) => user.id === id)!;
    }
  });

  it('of two who are handed the room at once one becomes the owner', async () => {
    const [ben, cleo] = [await member(), await member()];

    const outcomes = await Promise.allSettled([
      here.roles.setRole(owner, { room: { id: room.id }, userId: ben.user.id, role: 'owner' }),
      there.roles.setRole(owner, { room: { id: room.id }, userId: cleo.user.id, role: 'owner' }),
    ]);

    expect(codesOf(outcomes)).toEqual(['FORBIDDEN', 'ok']);
    expect(await owners()).toHaveLength(1);
    expect((await roles())[owner.user.id]).toBe('moderator');
  });

  it('moderators who kick each other at once change nothing', async () => {
    const [ben, cleo] = [await member('moderator'), await member('moderator')];
    const kicks = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0
        ? here.removals.kick(ben, { room: { id: room.id }, userId: cleo.user.id })
        : there.removals.kick(cleo, { room: { id: room.id }, userId: ben.user.id }),
    );

    expect(new Set(codesOf(await Promise.allSettled(kicks)))).toEqual(new Set(['FORBIDDEN']));
    expect(Object.values(await roles()).sort()).toEqual(['moderator', 'moderator', 'owner']);
  });

  it('of twenty who kick the same member one does, and the others find nobody', async () => {
    const [ben, cleo] = [await member('moderator'), await member()];
    const kicks = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? here : there).removals.kick(index % 4 < 2 ? ben : owner, {
        room: { id: room.id },
        userId: cleo.user.id,
      }),
    );

    expect(codesOf(await Promise.allSettled(kicks))).toEqual([...Array<string>(19).fill('NOT_FOUND'), 'ok']);
    const told = [...here.publisher.facts('rooms:left'), ...there.publisher.facts('rooms:left')];
    expect(told).toEqual([expect.objectContaining({ reason: 'kicked', name: cleo.user.name })]);
  });

  it('who loses their role while they use it is refused', async () => {
    const [ben, cleo] = [await member('moderator'), await member()];
    await there.roles.setRole(owner, { room: { id: room.id }, userId: ben.user.id, role: 'member' });

    await expect(here.removals.kick(ben, { room: { id: room.id }, userId: cleo.user.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('an admin of the app may do what an owner may without being a member, and a removed owner is followed', async () => {
    const admin = new FakeConnection({ ...person(randomUUID()), role: 'admin' });
    const [ben, cleo] = [await member(), await member('moderator')];

    await there.removals.ban(admin, { room: { id: room.id }, userId: owner.user.id });
    expect(await roles()).toEqual({ [owner.user.id]: 'banned', [ben.user.id]: 'member', [cleo.user.id]: 'owner' });
    await there.roles.setRole(admin, { room: { id: room.id }, userId: ben.user.id, role: 'owner' });
    expect(await owners()).toEqual([ben.user.id]);
    await expect(
      there.roles.setRole(admin, { room: { id: room.id }, userId: ben.user.id, role: 'member' }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await there.settings.close(admin, { id: room.id });
    expect(await here.rooms.findOpenById(room.id)).toBeUndefined();
    await expect(there.access.requireMember(admin, { id: room.id })).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });
  });

  it('nobody rules a conversation of two, and nobody leaves it', async () => {
    const ben = newcomer();
    const { room: direct } = await here.direct.roomWith(owner, { id: ben.user.id });
    const admin = new FakeConnection({ ...person(randomUUID()), role: 'admin' });

    await expect(here.removals.kick(owner, { room: { id: direct.id }, userId: ben.user.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(here.removals.kick(admin, { room: { id: direct.id }, userId: ben.user.id })).rejects.toMatchObject({
      code: 'ROOM_NOT_FOUND',
    });
    await here.leaving.leave(owner, { id: direct.id });
    expect(await roles(direct.id)).toEqual({ [owner.user.id]: 'member', [ben.user.id]: 'member' });
  });

  it('a muted successor gets their voice back with the room', async () => {
    const ben = await member();
    await here.roles.mute(owner, { room: { id: room.id }, userId: ben.user.id, on: true });

    await here.leaving.leave(owner, { id: room.id });

    expect(here.roster.seat(room.id, ben.user.id)).toMatchObject({ role: 'owner', muted: false });
  });

  it('a closed room keeps its members but for guests, and nobody sits there', async () => {
    const mia = new FakeConnection(guest());
    await here.join(mia, { code: room.code!, name: 'Mia' });

    await here.settings.close(owner, { id: room.id });

    expect(Object.keys(await roles())).toEqual([owner.user.id]);
    expect(here.roster.seats(room.id)).toEqual([]);
    expect([owner.rooms.size, mia.rooms.size]).toEqual([0, 0]);
  });
});
