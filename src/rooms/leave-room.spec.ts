import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { comingAndGoing } from '../../test/support/rooms/coming-and-going.js';
import { FakeConnection, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
import type { Room } from '../protocol/index.js';

describeWith(['postgres'], 'leaving a room', () => {
  const newNodes = nodesOnPostgres();
  let node: RoomsNode;
  let room: Room;

  beforeEach(async () => {
    [node] = newNodes();
    room = await node.create.create(undefined, {});
  });

  const { join, newcomer, names, told } = comingAndGoing(() => ({ node, room }));

  it('ends by leaving, at once and for all devices', async () => {
    const user = person(randomUUID());
    const [phone, laptop] = [new FakeConnection(user), new FakeConnection(user)];
    await join(phone);
    await join(laptop);

    await node.leaving.leave(phone, { id: room.id });

    expect([phone.rooms.size, laptop.rooms.size]).toEqual([0, 0]);
    expect(told().at(-1)).toBe(`rooms:left ${user.name} left`);
    await expect(node.access.requireMember(laptop, { id: room.id })).rejects.toMatchObject({ code: 'NOT_A_MEMBER' });
  });

  it('ends by leaving through another node, without being told of twice', async () => {
    const [, there] = newNodes();
    const user = person(randomUUID());
    const phone = new FakeConnection(user);
    await join(phone);
    await node.leaving.leave(phone, { id: room.id });
    await join(phone);
    const before = told();

    await there.leaving.leave(new FakeConnection(user), { id: room.id });
    const [fact] = there.publisher.facts('rooms:left');
    expect(fact).toMatchObject({ room: { id: room.id }, user: { id: user.id }, name: user.name, reason: 'left' });
    node.receive(there.revocations.spread[0]!);

    expect(names()).toEqual([]);
    expect(phone.rooms.size).toBe(0);
    expect(told()).toEqual(before);
    expect(before).toHaveLength(3);
  });

  it('goes on for a device that came back before the news of leaving through another node', async () => {
    const [, there] = newNodes();
    const user = person(randomUUID());
    const [before, since] = [new FakeConnection(user), new FakeConnection(user)];
    await join(before);
    await there.leaving.leave(new FakeConnection(user), { id: room.id });
    await join(since);

    node.receive(there.revocations.spread[0]!);

    expect(before.rooms.size).toBe(0);
    expect([...node.roster.seat(room.id, user.id)!.connections.keys()]).toEqual([since.id]);
  });

  it('goes on for who comes back right after leaving', async () => {
    const user = person(randomUUID());
    const phone = new FakeConnection(user);
    await join(phone);

    await Promise.all([node.leaving.leave(phone, { id: room.id }), join(phone)]);

    expect(names()).toEqual([user.name]);
    expect(phone.rooms.has(room.id)).toBe(true);
    expect(node.roster.seat(room.id, user.id)?.connections.size).toBe(1);
  });

  it('a leaving seat ends a challenge for its name', async () => {
    const [, there] = newNodes();
    const mia = await newcomer('Mia');
    const answered = new Promise<boolean>(() => undefined);
    mia.pong = async () => {
      await there.leaving.leave(new FakeConnection(mia.user), { id: room.id });
      node.receive(there.revocations.spread[0]!);
      return answered;
    };

    await newcomer('Mia');

    expect(names()).toEqual(['Mia']);
    expect(told()).toEqual(['rooms:joined Mia', 'rooms:joined Mia']);
  });
});
