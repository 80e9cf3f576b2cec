import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { FakeConnection, guest, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
import type { Room } from '../protocol/index.js';

describeWith(['postgres'], 'expiry of rooms', () => {
  const newNodes = nodesOnPostgres();
  let node: RoomsNode;

  beforeEach(() => {
    [node] = newNodes();
  });

  /** Lets that much time pass without use of the room. */
  async function unusedFor(minutes: number, { id }: Room): Promise<void> {
    await node.database.query(`UPDATE rooms SET last_active_at = now() - $2 * interval '1 minute' WHERE id = $1`, [id, minutes]);
  }

  it('closes what nobody used for its time, and nothing sooner', async () => {
    const [short, long] = [await node.create.create(undefined, { expiresInMinutes: 5 }), await node.create.create(undefined, {})];
    for (const room of [short, long]) await unusedFor(6, room);

    await node.expiry.sweep();

    expect(node.publisher.facts('rooms:closed')).toEqual([
      { room: { id: short.id, key: null, code: short.code }, reason: 'expired' },
    ]);
    expect(await node.rooms.findOpenById(short.id)).toBeUndefined();
    expect(await node.rooms.findOpenById(long.id)).toBeDefined();
  });

  it('a code is unknown from the moment the room expired, swept or not', async () => {
    const room = await node.create.create(undefined, { expiresInMinutes: 5 });
    await unusedFor(6, room);

    const ana = new FakeConnection(person(randomUUID()));

    await expect(node.join(ana, { code: room.code! })).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });
  });

  it('a room with people in it is in use, whether or not they say anything', async () => {
    const room = await node.create.create(undefined, { expiresInMinutes: 5 });
    await node.join(new FakeConnection(guest()), { code: room.code!, name: 'Mia' });
    await unusedFor(6, room);

    await expect(node.join(new FakeConnection(guest()), { code: room.code!, name: 'Ben' })).resolves.toMatchObject({
      room: { id: room.id },
    });
    await unusedFor(6, room);
    await node.expiry.sweep();

    const row = await node.rooms.findOpenById(room.id);
    expect(Date.now() - row!.lastActiveAt.getTime()).toBeLessThan(60_000);
  });

  it('a room made by its key stays', async () => {
    const room = await node.create.findOrCreate(randomUUID());
    await node.database.query(`UPDATE rooms SET last_active_at = now() - interval '10 years' WHERE id = $1`, [room.id]);

    await node.expiry.sweep();

    expect(await node.rooms.findOpenById(room.id)).toBeDefined();
  });

  it('the key and the code of a closed room are free again', async () => {
    const key = randomUUID();
    const room = await node.create.create(undefined, { key, expiresInMinutes: 5 });
    await unusedFor(6, room);
    await node.expiry.sweep();

    const next = await node.create.create(undefined, { key });

    expect(next.id).not.toBe(room.id);
  });

  it('seats in a room that another node closed are cleared', async () => {
    const room = await node.create.create(undefined, {});
    const mia = new FakeConnection(guest());
    await node.join(mia, { code: room.code!, name: 'Mia' });
    await node.database.query(`UPDATE rooms SET closed_at = now(), close_reason = 'closed' WHERE id = $1`, [room.id]);

    await node.expiry.sweep();

    expect(node.roster.seats(room.id)).toEqual([]);
    expect(mia.rooms.size).toBe(0);
  });
});
