import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { FakeSharing } from '../../test/support/realtime/fake-sharing.js';
import { FakeConnection, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
import { eventually } from '../../test/support/wait.js';
import type { Room } from '../protocol/index.js';
import { sharedSeat, type SharedSeat } from './seat.js';

const GRACE_MS = 50;

describeWith(['postgres'], 'somebody with devices on two nodes', () => {
  const newNodes = nodesOnPostgres();
  let sharings: Record<'here' | 'there', FakeSharing>;
  let here: RoomsNode;
  let there: RoomsNode;
  let room: Room;
  let userId: string;

  function start(graceMs?: number): void {
    sharings = { here: new FakeSharing('here'), there: new FakeSharing('there') };
    const settings = graceMs === undefined ? {} : { graceMs };
    [here] = newNodes({ ...settings, sharing: sharings.here });
    [, there] = newNodes({ ...settings, sharing: sharings.there });
  }

  beforeEach(async () => {
    start();
    userId = randomUUID();
    room = await here.create.create(undefined, {});
  });

  async function join(node: RoomsNode, target: object = { code: room.code! }): Promise<FakeConnection> {
    const connection = new FakeConnection(person(userId));
    await node.join(connection, target);
    return connection;
  }

  const told = (fact: 'rooms:joined' | 'rooms:left', ...nodes: RoomsNode[]): number =>
    nodes.reduce((sum, { publisher }) => sum + publisher.facts(fact).length, 0);

  it.each(['a room that expires', 'one that never does'])('is told of by the node that let them in first: %s', async (kind) => {
    const target = kind === 'one that never does' ? { key: randomUUID(), create: true } : undefined;
    await Promise.all([join(here, target), join(there, target)]);
    expect(told('rooms:joined', here, there)).toBe(1);
  });

  it('is told of by one node, too, as a member who comes back to both', async () => {
    const target = { key: randomUUID(), create: true };
    await join(here, target);
    // Both nodes were started anew, and it is long ago.
    start();
    await here.database.query(`UPDATE room_members SET entered_at = now() - interval '1 hour' WHERE user_id = $1`, [userId]);
    await Promise.all([join(here, target), join(there, target)]);
    expect(told('rooms:joined', here, there)).toBe(1);
  });

  it('is told of again when they were removed meanwhile, when the grace is over, and when the other node is gone', async () => {
    const device = await join(here);
    await here.leaving.leave(device, { id: room.id });
    await join(there);
    expect(told('rooms:joined', there)).toBe(1);

    start();
    await here.database.query(`UPDATE room_members SET entered_at = now() - interval '1 hour' WHERE user_id = $1`, [userId]);
    await join(here);
    expect(told('rooms:joined', here)).toBe(1);
    sharings.there.end('here');
    await join(there);
    expect(told('rooms:joined', there)).toBe(1);
  });

  /** What the other node says of them: since when they are gone there; null: they are here. */
  function says(goneAt: number | null): void {
    const seat: SharedSeat = sharedSeat(here.roster.seat(room.id, userId)!);
    sharings.here.say('there', `${room.id} ${userId}`, { ...seat, goneAt });
  }

  async function leaveWhileThereIsSilent(): Promise<number> {
    start(GRACE_MS);
    const device = await join(here);
    says(null);
    sharings.here.silent.add('there');
    here.disconnect(device);
    const goneAt = here.roster.seat(room.id, userId)!.goneAt!;
    await graceOver();
    // Nobody can say yet whether they are gone.
    expect([told('rooms:left', here), here.roster.isOccupied(room.id)]).toEqual([0, true]);
    return goneAt;
  }

  /** Somebody who left later has been told of. */
  async function graceOver(): Promise<void> {
    const marker = new FakeConnection(person(randomUUID()));
    const other = await here.create.create(undefined, {});
    await here.join(marker, { code: other.code! });
    here.disconnect(marker);
    await eventually(async () => {
      await Promise.resolve();
      expect(here.roster.isOccupied(other.id)).toBe(false);
    });
    here.publisher.published.splice(0);
  }

  it('is told of here when the other node, which could not be heard, says that they left there earlier', async () => {
    const goneAt = await leaveWhileThereIsSilent();
    says(goneAt - 1);
    sharings.here.silent.clear();
    await expect(here.publisher.fact('rooms:left')).resolves.toMatchObject({ user: { id: userId }, reason: 'disconnected' });
    sharings.here.say('there', `${room.id} ${userId}`, undefined);
    expect([told('rooms:left', here), here.roster.isOccupied(room.id)]).toEqual([1, false]);
  });

  it('is left to the other node when that one says that they left there later, and are gone, in one breath', async () => {
    const goneAt = await leaveWhileThereIsSilent();
    says(goneAt + 1);
    sharings.here.say('there', `${room.id} ${userId}`, undefined);
    sharings.here.silent.clear();
    await graceOver();
    expect([told('rooms:left', here), here.roster.isOccupied(room.id)]).toEqual([0, false]);
  });

  it('is left to the other node when that one is heard again, and they are there', async () => {
    await leaveWhileThereIsSilent();
    sharings.here.silent.clear();
    await eventually(async () => {
      await Promise.resolve();
      expect(here.roster.seat(room.id, userId)).toBeUndefined();
    });
    sharings.here.say('there', `${room.id} ${userId}`, undefined);
    expect([told('rooms:left', here), here.roster.isOccupied(room.id)]).toEqual([0, false]);
  });
});
