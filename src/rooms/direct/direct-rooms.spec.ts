import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { FakeConnection, guest, person } from '../../../test/support/rooms/fake-connection.js';
import { nodesOnPostgres } from '../../../test/support/rooms/two-nodes.js';
import type { RoomsNode } from '../../../test/support/rooms/rooms-node.js';
import { eventually } from '../../../test/support/wait.js';
import type { Transaction } from '../../database/index.js';
import { lockPair } from './pair-lock.js';
import { pairOf, type Pair } from './pair.js';

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

  /** Does it in a transaction that stays open until it is ended. */
  async function begin(work: (tx: Transaction, pair: Pair) => Promise<unknown>): Promise<{ end: () => Promise<void> }> {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    let whole: Promise<void> = Promise.resolve();
    await new Promise<void>((isUnderWay, failed) => {
      whole = here.database.transaction(async (tx) => {
        await work(tx, pairOf(ana.user.id, ben.user.id));
        isUnderWay();
        await gate;
      });
      whole.catch(failed);
    });
    return {
      end: () => {
        letGo();
        return whole;
      },
    };
  }

  const somebodyWaits = () =>
    eventually(async () => {
      const [row] = await here.database.query<{ waits: number }>('SELECT count(*) AS waits FROM pg_locks WHERE NOT granted');
      expect(row?.waits).toBeGreaterThan(0);
    });

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
    const { end } = await begin((tx, pair) =>
      isThere ? tx.query('SELECT id FROM rooms WHERE pair = $1::text[] FOR NO KEY UPDATE', [pair]) : lockPair(tx, pair),
    );

    const blocking = there.blocks.block(ben.user, { id: ana.user.id });
    await somebodyWaits();
    await end();
    expect(await blocking).toEqual(ana.user);
  });

  it('a room waits for a block that is being made, and is not made then', async () => {
    const { end } = await begin(async (tx, pair) => {
      await lockPair(tx, pair);
      await tx.query('INSERT INTO blocks (blocker_id, blocked_id) VALUES ($1, $2)', [ben.user.id, ana.user.id]);
    });

    const making = expect(there.direct.roomWith(ana, { id: ben.user.id })).rejects.toMatchObject({ code: 'BLOCKED' });
    await somebodyWaits();
    await end();
    await making;
    expect(await roomsOf(ana)).toEqual([]);
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
