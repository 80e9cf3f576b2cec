import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { describeWith } from '../../test/support/describe-with.js';
import { FakeConnection, guest, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
import { AppError } from '../common/index.js';
import type { Room } from '../protocol/index.js';
import { newCode } from './room-codes.js';

describeWith(['postgres'], 'expiry of rooms', () => {
  const newNodes = nodesOnPostgres();
  let node: RoomsNode;

  beforeEach(() => {
    [node] = newNodes();
    Logger.overrideLogger(false);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    Logger.overrideLogger(true);
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

  it('codes of rooms that expired, or were closed, are no guesses', async () => {
    [node] = newNodes({ failedCodes: 2 });
    const [expired, closed, open] = [
      await node.create.create(undefined, { expiresInMinutes: 5 }),
      await node.create.create(undefined, {}),
      await node.create.create(undefined, {}),
    ];
    await unusedFor(6, expired);
    await node.database.query(`UPDATE rooms SET closed_at = now(), close_reason = 'closed' WHERE id = $1`, [closed.id]);

    for (const { code } of [expired, closed, expired, closed]) {
      await expect(node.browse.session({ address: '192.0.2.1' }, code!)).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });
    }

    await expect(node.browse.session({ address: '192.0.2.1' }, open.code!)).resolves.toMatchObject({ room: { id: open.id } });
  });

  it('members come in by the code of their room whatever others tried at their address', async () => {
    [node] = newNodes({ failedCodes: 1 });
    const room = await node.create.create(undefined, {});
    const ana = person(randomUUID());
    await node.join(new FakeConnection(ana), { code: room.code! });
    await expect(node.browse.session({ address: '192.0.2.1' }, 'ZZZZZZ')).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });

    await expect(node.join(new FakeConnection(ana), { code: room.code! })).resolves.toMatchObject({ room: { id: room.id } });
    await expect(node.join(new FakeConnection(person(randomUUID())), { code: room.code! })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });

  it('the membership of a guest that could not be ended is ended by a later sweep', async () => {
    [node] = newNodes({ graceMs: 20 });
    const room = await node.create.create(undefined, { capacity: 2 });
    const [mia, ben] = [new FakeConnection(guest()), new FakeConnection(person(randomUUID()))];
    await node.join(mia, { code: room.code!, name: 'Mia' });
    await node.join(ben, { code: room.code! });
    const away = jest.spyOn(node.database, 'transaction').mockRejectedValue(new AppError('UNAVAILABLE'));
    node.disconnect(mia);
    await node.publisher.fact('rooms:left');
    await expect(node.expiry.sweep()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(away).toHaveBeenCalled();

    away.mockRestore();
    await node.expiry.sweep();

    await expect(
      node.database.query('SELECT user_id AS id, role FROM room_members WHERE room_id = $1', [room.id]),
    ).resolves.toEqual([{ id: ben.user.id, role: 'owner' }]);
    expect(node.roster.seat(room.id, ben.user.id)?.role).toBe('owner');
  });

  it('a guest whose membership could not be ended and who is back stays', async () => {
    [node] = newNodes({ graceMs: 20 });
    const room = await node.create.create(undefined, {});
    const mia = new FakeConnection(guest());
    await node.join(mia, { code: room.code!, name: 'Mia' });
    const away = jest.spyOn(node.database, 'transaction').mockRejectedValue(new AppError('UNAVAILABLE'));
    node.disconnect(mia);
    await node.publisher.fact('rooms:left');
    await expect(node.expiry.sweep()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    away.mockRestore();
    await node.join(new FakeConnection(mia.user), { code: room.code!, name: 'Mia' });

    await node.expiry.sweep();

    await expect(node.database.query('SELECT 1 FROM room_members WHERE room_id = $1', [room.id])).resolves.toHaveLength(1);
  });

  it('a private room has no code, and none would show it', async () => {
    [node] = newNodes({ failedCodes: 1 });
    const room = await node.create.create(undefined, { visibility: 'private' });
    expect(room.code).toBeNull();
    const code = newCode();
    await node.database.query('UPDATE rooms SET code = $2 WHERE id = $1', [room.id, code]);

    await expect(node.browse.session({ address: '192.0.2.1' }, code)).rejects.toMatchObject({
      code: 'ROOM_NOT_FOUND',
      message: 'Session not found',
    });
    await expect(node.browse.session({ address: '192.0.2.1' }, code)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });
});
