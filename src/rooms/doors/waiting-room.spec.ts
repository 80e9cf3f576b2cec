import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { FakeConnection, guest, person } from '../../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../../test/support/rooms/two-nodes.js';
import { eventually } from '../../../test/support/wait.js';
import type { AppError } from '../../common/index.js';
import type { Room, User } from '../../protocol/index.js';

describeWith(['postgres'], 'the doors of rooms, on two nodes', () => {
  const newNodes = nodesOnPostgres();
  let here: RoomsNode;
  let there: RoomsNode;
  let owner: FakeConnection;
  let moderator: FakeConnection;
  let room: Room;

  beforeEach(async () => {
    [here, there] = newNodes();
    [owner, moderator] = [someone(), someone()];
    room = await here.create.create(owner.user, { entry: 'ask' });
    await here.database.query(`INSERT INTO room_members (room_id, user_id, role) VALUES ($1, $2, 'moderator')`, [
      room.id,
      moderator.user.id,
    ]);
  });

  function someone(user: User = person(randomUUID())): FakeConnection {
    return new FakeConnection(user);
  }

  function knock(connection: FakeConnection, name?: string, node = here): Promise<unknown> {
    return node.join(connection, { code: room.code!, ...(name === undefined ? {} : { name }) });
  }

  async function codeOf(outcome: Promise<unknown>): Promise<string> {
    return outcome.then(
      () => 'ok',
      (error: unknown) => (error as AppError).code,
    );
  }

  async function waiting(node = here): Promise<string[]> {
    return (await node.waitingRoom.list(owner, { id: room.id })).waiting.map(({ user }) => user.id);
  }

  /** As if that had been so many seconds ago. */
  async function longAgo(column: 'at' | 'told_at' | 'seen_at', seconds: number): Promise<void> {
    await here.database.query(`UPDATE room_admissions SET ${column} = ${column} - $2 * interval '1 second' WHERE room_id = $1`, [
      room.id,
      seconds,
    ]);
  }

  it('who knocks waits, and owner and moderators hear of it, once in half a minute', async () => {
    const ben = someone();

    for (let time = 0; time < 3; time += 1) await expect(codeOf(knock(ben))).resolves.toBe('ROOM_WAITING');

    const told = here.publisher.published.filter(({ name }) => name === 'rooms:knock');
    expect(told.map(({ audience }) => audience)).toEqual([{ user: owner.user.id }, { user: moderator.user.id }]);
    expect(told[0]!.data).toMatchObject({ room: { id: room.id, code: room.code }, user: ben.user, at: expect.any(String) });
    expect(await waiting(there)).toEqual([ben.user.id]);
    expect(here.roster.seats(room.id)).toEqual([]);

    await longAgo('told_at', 30);
    await codeOf(knock(ben, undefined, there));
    expect(there.publisher.facts('rooms:knock')).toHaveLength(2);
  });

  it('those who wait are listed longest first, and keep their place when they knock again', async () => {
    const people = [someone(), someone(), someone()];
    for (const connection of people) await codeOf(knock(connection));
    await codeOf(knock(people[0]!));

    expect(await waiting()).toEqual(people.map(({ user }) => user.id));
  });

  it('of two who answer at the same moment one decides', async () => {
    for (let round = 0; round < 10; round += 1) {
      const ben = someone();
      await codeOf(knock(ben));

      const outcomes = await Promise.all([
        codeOf(here.waitingRoom.admit(owner, { id: room.id }, ben.user.id)),
        codeOf(there.waitingRoom.deny(moderator, { id: room.id }, ben.user.id)),
        codeOf(there.waitingRoom.admit(moderator, { id: room.id }, ben.user.id)),
      ]);

      expect(outcomes.toSorted()).toEqual(['USER_NOT_FOUND', 'USER_NOT_FOUND', 'ok']);
      expect(await codeOf(knock(ben))).toBe(outcomes[1] === 'ok' ? 'FORBIDDEN' : 'ok');
      const told = [here, there].flatMap(({ publisher }) =>
        publisher.published.filter(({ name }) => /admitted|denied/.test(name)),
      );
      expect(told).toHaveLength(round + 1);
    }
  });

  it('who is banned waits no longer, and hears of it', async () => {
    const ben = someone();
    await expect(codeOf(knock(ben))).resolves.toBe('ROOM_WAITING');

    await here.removals.ban(owner, { room: { id: room.id }, userId: ben.user.id });
    await here.removals.ban(owner, { room: { id: room.id }, userId: ben.user.id });

    const denied = here.publisher.published.filter(({ name }) => name === 'rooms:denied');
    expect(denied).toEqual([expect.objectContaining({ audience: { user: ben.user.id } })]);
    await expect(here.waitingRoom.list(owner, { id: room.id })).resolves.toEqual({ waiting: [] });
    await expect(codeOf(knock(ben))).resolves.toBe('BANNED');
  });

  it('an invitation lets nobody in who is banned at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const ben = someone();
      const ban = there.database.transaction(async (tx) => {
        await there.rooms.lock(tx, room.id);
        await tx.query('INSERT INTO room_members (room_id, user_id, banned) VALUES ($1, $2, true)', [room.id, ben.user.id]);
      });

      const [invited] = await Promise.all([codeOf(here.invitations.invite(owner, { id: room.id }, ben.user.id)), ban]);

      expect(['ok', 'FORBIDDEN']).toContain(invited);
      await expect(codeOf(here.join(ben, { id: room.id }))).resolves.toBe('BANNED');
    }
  });

  it('an invitation lets in once, past everything but a full room', async () => {
    const ben = someone();
    await here.database.query(`UPDATE rooms SET visibility = 'private', locked = true, capacity = 2 WHERE id = $1`, [room.id]);
    await here.invitations.invite(owner, { id: room.id }, ben.user.id);

    await expect(codeOf(there.join(ben, { id: room.id }))).resolves.toBe('ROOM_FULL');
    await here.database.query('UPDATE rooms SET capacity = 3 WHERE id = $1', [room.id]);
    await expect(codeOf(there.join(ben, { id: room.id }))).resolves.toBe('ok');
    await there.leaving.leave(ben, { id: room.id });

    await expect(codeOf(there.join(ben, { id: room.id }))).resolves.toBe('ROOM_NOT_FOUND');
  });

  it('inviting again is told once in a minute', async () => {
    const ben = someone();
    for (let time = 0; time < 3; time += 1) await here.invitations.invite(owner, { id: room.id }, ben.user.id);
    expect(here.publisher.facts('rooms:invited')).toHaveLength(1);

    await longAgo('told_at', 60);
    await there.invitations.invite(moderator, { id: room.id }, ben.user.id);
    expect(there.publisher.facts('rooms:invited')).toEqual([
      { room: expect.objectContaining({ id: room.id }), by: moderator.user, at: expect.any(String) },
    ]);
  });

  it('who was turned away need not knock for five minutes, and is heard again after them', async () => {
    const ben = someone();
    await codeOf(knock(ben));
    await here.waitingRoom.deny(owner, { id: room.id }, ben.user.id);

    await expect(codeOf(knock(ben, undefined, there))).resolves.toBe('FORBIDDEN');
    expect(there.publisher.facts('rooms:knock')).toEqual([]);
    expect(await waiting()).toEqual([]);

    await longAgo('at', 300);
    await expect(codeOf(knock(ben, undefined, there))).resolves.toBe('ROOM_WAITING');
    expect(there.publisher.facts('rooms:knock')).toHaveLength(2);
  });

  it('five hundred wait at most', async () => {
    await here.database.query(
      `INSERT INTO room_admissions (room_id, user_id, state) SELECT $1, 'waiting-' || n, 'waiting' FROM generate_series(1, 500) n`,
      [room.id],
    );

    await expect(codeOf(knock(someone()))).resolves.toBe('ROOM_FULL');
    expect(here.publisher.facts('rooms:knock')).toEqual([]);
  });

  it('a guest is let in under the name they knocked by, and has to knock again under another', async () => {
    const mia = someone(guest());
    await expect(codeOf(knock(mia, 'Mia'))).resolves.toBe('ROOM_WAITING');
    const { user } = await here.waitingRoom.admit(owner, { id: room.id }, mia.user.id);
    expect(user).toEqual({ ...mia.user, name: 'Mia' });

    await expect(codeOf(knock(mia, 'The teacher'))).resolves.toBe('ROOM_WAITING');
    await here.waitingRoom.admit(owner, { id: room.id }, mia.user.id);
    await expect(codeOf(knock(mia, 'The teacher'))).resolves.toBe('ok');
  });

  it('a guest who has to wait takes nobody’s place', async () => {
    const [gone, impostor] = [someone(guest()), someone(guest())];
    await codeOf(knock(gone, 'Mia'));
    await here.waitingRoom.admit(owner, { id: room.id }, gone.user.id);
    await knock(gone, 'Mia');
    here.disconnect(gone);

    await expect(codeOf(knock(impostor, 'Mia'))).resolves.toBe('ROOM_WAITING');

    expect(here.roster.seats(room.id).map(({ user }) => user.id)).toEqual([gone.user.id]);
    expect(here.publisher.facts('rooms:left')).toEqual([]);
  });

  it('the first in a room that nobody owns need not wait, nor need an admin of the app', async () => {
    const mia = someone(guest());
    const made = await here.create.createFor(mia, { entry: 'ask' });
    await expect(codeOf(here.join(mia, { id: made.id, name: 'Mia' }))).resolves.toBe('ok');
    await expect(codeOf(here.join(someone(guest()), { code: made.code!, name: 'Noa' }))).resolves.toBe('ROOM_WAITING');

    await expect(codeOf(knock(someone({ ...person(randomUUID()), role: 'admin' })))).resolves.toBe('ok');
  });

  it('who waits and goes away no longer waits; an invitation stays', async () => {
    const [ben, cleo] = [someone(), someone()];
    await codeOf(knock(ben));
    await codeOf(knock(cleo));
    await here.waitingRoom.admit(owner, { id: room.id }, cleo.user.id);

    for (const { user } of [ben, cleo]) here.events.emit('UserWentOffline', { user });

    await eventually(async () => {
      expect(await waiting()).toEqual([]);
    });
    await expect(codeOf(knock(cleo))).resolves.toBe('ok');
  });

  it('when the room opens, all who wait are told to join', async () => {
    const [ben, mia] = [someone(), someone(guest())];
    await codeOf(knock(ben));
    await codeOf(knock(mia, 'Mia'));
    await here.database.query(`UPDATE rooms SET entry = 'open' WHERE id = $1`, [room.id]);

    await there.waitingRoom.opened({ id: room.id, key: room.key, code: room.code });

    const told = there.publisher.published.filter(({ name }) => name === 'rooms:admitted');
    expect(told.map(({ audience }) => audience)).toEqual(expect.arrayContaining([{ user: ben.user.id }, { user: mia.user.id }]));
    expect(await waiting()).toEqual([]);
    await expect(codeOf(knock(ben))).resolves.toBe('ok');
  });

  it('after a start no guest of before is left at a door', async () => {
    const [ben, mia] = [someone(), someone(guest())];
    await codeOf(knock(ben));
    await codeOf(knock(mia, 'Mia'));

    await newNodes()[0].waitingEndings.onModuleInit();

    expect(await waiting()).toEqual([ben.user.id]);
  });

  it('a sweep ends the waiting of people whom no node has seen for three minutes', async () => {
    const [ben, cleo] = [someone(), someone()];
    await codeOf(knock(ben));
    await codeOf(knock(cleo));
    here.connected.add(ben.user.id);
    await longAgo('seen_at', 181);

    await here.waitingEndings.sweep();
    expect(await waiting()).toEqual([ben.user.id]);
    await there.waitingEndings.sweep();
    expect(await waiting()).toEqual([ben.user.id]);
  });

  it('who waits at a room that is closed is told', async () => {
    const ben = someone();
    await codeOf(knock(ben));
    await here.invitations.invite(owner, { id: room.id }, someone().user.id);
    await here.database.query('UPDATE rooms SET closed_at = now() WHERE id = $1', [room.id]);

    await there.waitingEndings.sweep();

    expect(there.publisher.published.map(({ name, audience }) => [name, audience])).toEqual([
      ['rooms:denied', { user: ben.user.id }],
    ]);
    await expect(here.database.query('SELECT 1 FROM room_admissions WHERE room_id = $1', [room.id])).resolves.toEqual([]);
  });

  it('who does not want to hear from somebody is not invited by them', async () => {
    const ben = someone();
    await here.blocks.block(ben.user, { id: owner.user.id });

    await expect(codeOf(there.invitations.invite(owner, { id: room.id }, ben.user.id))).resolves.toBe('BLOCKED');
    await expect(codeOf(there.invitations.invite(moderator, { id: room.id }, ben.user.id))).resolves.toBe('ok');
  });

  it('a person blocks a thousand others, and the same ones as often as they like', async () => {
    const { user } = someone();
    await here.database.query(`INSERT INTO blocks SELECT $1, 'blocked-' || n FROM generate_series(1, 999) n`, [user.id]);
    const last = person(randomUUID());

    for (let time = 0; time < 2; time += 1) await expect(codeOf(here.blocks.block(user, { id: last.id }))).resolves.toBe('ok');

    await expect(codeOf(here.blocks.block(user, { id: randomUUID() }))).resolves.toBe('LIMIT_REACHED');
  });
});
