import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { FakeConnection, guest, person } from '../../../test/support/rooms/fake-connection.js';
import { nodesOnPostgres } from '../../../test/support/rooms/two-nodes.js';
import type { RoomsNode } from '../../../test/support/rooms/rooms-node.js';
import { eventually } from '../../../test/support/wait.js';
import { lockPair } from './pair-lock.js';
import { pairOf } from './pair.js';

const aPerson = () => new FakeConnection(person(randomUUID()));

describeWith(['postgres'], 'direct rooms on PostgreSQL', () => {
  const newNodes = nodesOnPostgres();
  let here: RoomsNode;
  let there: RoomsNode;
  let ana: FakeConnection;
  let ben: FakeConnection;

  beforeEach(() => {
    [here, there] = newNodes();
    ana = aPerson();
    ben = aPerson();
  });

  const roomsOf = async ({ user }: FakeConnection): Promise<string[]> => {
    const rows = await here.database.query<{ id: string }>('SELECT room_id AS id FROM room_members WHERE user_id = $1', [
      user.id,
    ]);
    return rows.map(({ id }) => id);
  };

  it('are one for a pair, however many ask at once, on whichever node', async () => {
    const found = await Promise.all(
      Array.from({ length: 25 }, () => [
        here.direct.roomWith(ana, { id: ben.user.id }),
        there.direct.roomWith(ben, { id: ana.user.id }),
      ]).flat(),
    );
    const ids = new Set(found.map(({ room }) => room.id));
    expect(ids.size).toBe(1);
    expect(await roomsOf(ana)).toEqual([...ids]);
    expect(await roomsOf(ben)).toEqual([...ids]);
  });

  it('are for people with an account, and never for oneself', async () => {
    const alone = here.direct.roomWith(ana, { id: ana.user.id });
    await expect(alone).rejects.toMatchObject({ code: 'INVALID', field: 'to' });
    await expect(here.direct.roomWith(ana, {})).rejects.toMatchObject({ code: 'INVALID', field: 'to' });
    await expect(here.direct.roomWith(ana, { id: 'guest:mia' })).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
    const byGuest = here.direct.roomWith(new FakeConnection(guest()), { id: ana.user.id });
    await expect(byGuest).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await roomsOf(ana)).toEqual([]);
  });

  it('are not made where one has blocked the other', async () => {
    await here.blocks.block(ben.user, { id: ana.user.id });
    await expect(there.direct.roomWith(ana, { id: ben.user.id })).rejects.toMatchObject({ code: 'BLOCKED' });
    await expect(there.direct.roomWith(ben, { id: ana.user.id })).rejects.toMatchObject({
      code: 'BLOCKED',
      message: expect.stringContaining('Unblock them first'),
    });
    expect(await roomsOf(ana)).toEqual([]);
  });

  it.each(['that is being made', 'that is being written into'])('a block waits for a room %s', async (what) => {
    const isThere = what === 'that is being written into';
    if (isThere) await here.direct.roomWith(ana, { id: ben.user.id });
    const order: string[] = [];
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    let hold: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => (hold = resolve));
    const pair = pairOf(ana.user.id, ben.user.id);
    const writing = here.database.transaction(async (tx) => {
      if (isThere) await tx.query('SELECT id FROM rooms WHERE pair = $1::text[] FOR NO KEY UPDATE', [pair]);
      else await lockPair(tx, pair);
      hold();
      await gate;
      order.push('written');
    });
    await isHeld;

    const blocking = there.blocks.block(ben.user, { id: ana.user.id }).then(() => order.push('blocked'));
    await eventually(async () => {
      const [row] = await here.database.query<{ waits: number }>('SELECT count(*) AS waits FROM pg_locks WHERE NOT granted');
      expect(row?.waits).toBeGreaterThan(0);
    });
    letGo();
    await Promise.all([writing, blocking]);
    expect(order).toEqual(['written', 'blocked']);
  });

  it('show each of the two the other, and hide from everybody else', async () => {
    const { room } = await here.direct.roomWith(ana, { id: ben.user.id });
    const joined = await there.join(ben, { id: room.id });
    expect(joined).toMatchObject({ room: { kind: 'direct', peer: ana.user, capacity: 2, expiresAt: null }, participants: [] });
    expect(ben.rooms.size).toBe(0);
    expect((await here.browse.get(ana, { id: room.id })).room.peer).toEqual(ben.user);

    const admin = new FakeConnection({ ...person(randomUUID()), role: 'admin' });
    for (const stranger of [aPerson(), admin]) {
      await expect(here.join(stranger, { id: room.id })).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });
      await expect(here.access.locate(stranger, { id: room.id })).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });
      await expect(here.browse.get(stranger, { id: room.id })).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });
    }
  });

  it('are listed once something was said', async () => {
    const { room } = await here.direct.roomWith(ana, { id: ben.user.id });
    expect((await here.browse.list(ben.user.id, undefined)).rooms).toEqual([]);
    await here.database.query('UPDATE rooms SET last_seq = 1 WHERE id = $1', [room.id]);
    expect((await here.browse.list(ben.user.id, undefined)).rooms).toMatchObject([{ room: { id: room.id, peer: ana.user } }]);
  });

  it('stay when somebody leaves', async () => {
    const { room } = await here.direct.roomWith(ana, { id: ben.user.id });
    expect(await here.leaving.leave(ana, { id: room.id })).toEqual(room);
    expect(await roomsOf(ana)).toEqual([room.id]);
    expect(here.publisher.published).toEqual([]);
  });
});
