import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { FakeConnection, guest, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
import type { AppConfig } from '../config/index.js';
import type { RoomRef, User } from '../protocol/index.js';
import { MemberRepository } from './member.repository.js';
import { PrivateRooms } from './private-rooms.js';

const CONFIG = { rooms: { idleMs: 3_600_000 } } as AppConfig;

describeWith(['postgres'], 'rooms for certain people', () => {
  const newNodes = nodesOnPostgres();
  let here: RoomsNode;
  let there: RoomsNode;

  beforeEach(() => {
    [here, there] = newNodes();
  });

  function make(owner: User, ...others: User[]): Promise<RoomRef> {
    const rooms = new PrivateRooms(CONFIG, here.rooms, new MemberRepository(here.database), here.outbox);
    return here.database.transaction((tx) => rooms.make(tx, { purpose: 'help', title: 'Algebra', owner, others }));
  }

  it.each([
    ['people with an account', () => person(randomUUID())],
    ['guests', guest],
  ])('let %s in by id or key, on whichever node, and nobody else', async (_, somebody) => {
    const [ben, ana, eve] = [person(randomUUID()), somebody(), somebody()];
    const { id, key, code } = await make(ben, ana);

    expect([key, code]).toEqual([`help_${id}`, null]);
    expect(await here.join(new FakeConnection(ben), { id })).toMatchObject({
      role: 'owner',
      room: { kind: 'session', title: 'Algebra', visibility: 'private', capacity: 2 },
    });
    expect(await there.join(new FakeConnection(ana), { key: `help_${id}` })).toMatchObject({ role: 'member' });
    for (const named of [
      { id, name: 'Eve' },
      { key: `help_${id}`, name: 'Eve' },
    ]) {
      await expect(there.join(new FakeConnection(eve), named)).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });
    }
  });

  it('are not there when what they were made for was not done', async () => {
    const [ben, ana] = [person(randomUUID()), person(randomUUID())];
    const rooms = new PrivateRooms(CONFIG, here.rooms, new MemberRepository(here.database), here.outbox);
    const failed = here.database.transaction(async (tx) => {
      await rooms.make(tx, { purpose: 'help', title: 'Algebra', owner: ben, others: [ana] });
      throw new Error('It was not done');
    });
    await expect(failed).rejects.toThrow('It was not done');
    expect((await here.browse.list(ana.id, undefined)).rooms).toEqual([]);
  });
});
