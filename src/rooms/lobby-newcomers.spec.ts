import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it, jest } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { FakeConnection, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
import type { AppError } from '../common/index.js';
import type { Joined } from '../protocol/index.js';

const CROWD = 60;

describeWith(['postgres'], 'people who were never in the lobby', () => {
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
    await here.database.query(`UPDATE rooms SET kind = 'lobby' WHERE id = $1`, [roomId]);
  });

  function join(connection: FakeConnection, node = here): Promise<Joined> {
    return node.join(connection, { key });
  }

  async function codeOf(outcome: Promise<unknown>): Promise<string> {
    return outcome.then(
      () => 'ok',
      (error: unknown) => (error as AppError).code,
    );
  }

  const strangers = (count: number): FakeConnection[] =>
    Array.from({ length: count }, () => new FakeConnection(person(randomUUID())));

  async function memberIds(): Promise<string[]> {
    const rows = await here.database.query<{ id: string }>('SELECT user_id AS id FROM room_members WHERE room_id = $1', [roomId]);
    return rows.map(({ id }) => id);
  }

  it('become its members together, with nothing unread, and are told of once each', async () => {
    await here.database.query('UPDATE rooms SET last_seq = 7 WHERE id = $1', [roomId]);
    const people = strangers(CROWD);
    const transactions = jest.spyOn(here.database, 'transaction');

    const joined = await Promise.all(people.map((connection) => join(connection)));

    expect(joined.map(({ role, lastSeq, readSeq }) => [role, lastSeq, readSeq])).toEqual(Array(CROWD).fill(['member', 7, 7]));
    expect(transactions.mock.calls.length).toBeLessThan(CROWD / 2);
    const ids = people.map(({ user }) => user.id);
    expect(await memberIds()).toEqual(expect.arrayContaining(ids));
    const told = here.publisher.facts('rooms:joined').map(({ user }) => user.id);
    for (const id of ids) expect(told.filter((other) => other === id)).toHaveLength(1);
  });

  it('become members once where they come with several devices, and on several nodes', async () => {
    const [ben] = strangers(1);
    const devices = [ben!, new FakeConnection(ben!.user), new FakeConnection(ben!.user)];

    await Promise.all(devices.map((connection, index) => join(connection, [here, here, there][index])));

    expect((await memberIds()).filter((id) => id === ben!.user.id)).toHaveLength(1);
    expect(here.roster.seat(roomId, ben!.user.id)?.connections.size).toBe(2);
    expect(here.publisher.facts('rooms:joined').filter(({ user }) => user.id === ben!.user.id)).toHaveLength(1);
  });

  it('are muted again where they were when they went', async () => {
    const [ben] = strangers(1);
    await here.database.query('INSERT INTO kept_mutes (room_id, user_id) VALUES ($1, $2)', [roomId, ben!.user.id]);
    await join(ben!);

    expect(here.roster.seat(roomId, ben!.user.id)?.muted).toBe(true);
    expect(await here.database.query('SELECT FROM kept_mutes WHERE room_id = $1', [roomId])).toEqual([]);
  });

  it('stay outside where they are banned, or the lobby is locked', async () => {
    const [banned, late] = strangers(2);
    await here.database.query('INSERT INTO room_members (room_id, user_id, banned) VALUES ($1, $2, true)', [
      roomId,
      banned!.user.id,
    ]);
    await expect(codeOf(join(banned!))).resolves.toBe('BANNED');
    await here.database.query('UPDATE rooms SET locked = true WHERE id = $1', [roomId]);
    await expect(codeOf(join(late!))).resolves.toBe('ROOM_LOCKED');
    expect(await memberIds()).not.toContain(late!.user.id);
  });
});
