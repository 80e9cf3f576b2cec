import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it, jest } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { comingAndGoing } from '../../test/support/rooms/coming-and-going.js';
import { FakeConnection, guest, person } from '../../test/support/rooms/fake-connection.js';
import type { RoomsNode } from '../../test/support/rooms/rooms-node.js';
import { nodesOnPostgres } from '../../test/support/rooms/two-nodes.js';
import { eventually } from '../../test/support/wait.js';
import type { Room } from '../protocol/index.js';
import { seatElsewhere, sharedSeat } from './seat.js';

const SHORT_GRACE_MS = 50;

describeWith(['postgres'], 'participation in rooms', () => {
  const newNodes = nodesOnPostgres();
  let node: RoomsNode;
  let room: Room;

  beforeEach(async () => {
    [node] = newNodes();
    room = await node.create.create(undefined, {});
  });

  const { join, newcomer, names, told } = comingAndGoing(() => ({ node, room }));

  it('begins with the number up to which the joiner hears nothing', async () => {
    await node.database.query('UPDATE rooms SET last_seq = 7 WHERE id = $1', [room.id]);
    const ana = new FakeConnection(person(randomUUID()));

    await expect(join(ana)).resolves.toMatchObject({ lastSeq: 7, readSeq: 7 });

    expect(ana.floors.get(room.id)).toBe(7);
  });

  it('is told to the others, and a second device of the same person is not', async () => {
    const user = person(randomUUID());
    const [phone, laptop] = [new FakeConnection(user), new FakeConnection(user)];

    await join(phone);
    await join(laptop);
    await join(laptop);

    expect(told()).toEqual([`rooms:joined ${user.name}`]);
    expect(node.publisher.published[0]!.audience).toEqual({ room: room.id, exceptConnection: phone.id });
    expect(names()).toEqual([user.name]);
  });

  it('ends a grace after the last socket closed; a guest’s membership ends with it', async () => {
    [node] = newNodes({ graceMs: SHORT_GRACE_MS });
    const mia = await newcomer('Mia');

    node.disconnect(mia);

    expect(await node.publisher.fact('rooms:left')).toMatchObject({ name: 'Mia', reason: 'disconnected' });
    expect(names()).toEqual([]);
    const again = new FakeConnection(mia.user);
    await expect(join(again, 'Mia')).resolves.toMatchObject({ role: 'owner' });
    expect(told()).toEqual(['rooms:joined Mia', 'rooms:left Mia disconnected', 'rooms:joined Mia']);
  });

  it('goes on for who returns within the grace: nobody is told anything', async () => {
    const user = person(randomUUID());
    const before = new FakeConnection(user);
    await join(before);
    node.disconnect(before);

    await join(new FakeConnection(user));

    expect(told()).toEqual([`rooms:joined ${user.name}`]);
    expect(node.roster.seat(room.id, user.id)?.connections.size).toBe(1);
  });

  it('ends once for who left another node before: the room is told when that one has given them up, too', async () => {
    [node] = newNodes({ graceMs: SHORT_GRACE_MS });
    const [ana, ben] = [new FakeConnection(person('ana')), new FakeConnection(person('ben'))];
    for (const connection of [ana, ben]) await join(connection);
    node.disconnect(ana);
    const seat = node.roster.seat(room.id, 'ana')!;
    const before = seatElsewhere('b', { ...sharedSeat(seat), goneAt: seat.goneAt! - 1 });
    node.roster.putElsewhere(room.id, 'ana', [before]);
    node.disconnect(ben);

    // His grace began after hers.
    await expect(node.publisher.fact('rooms:left')).resolves.toMatchObject({ name: 'ben' });
    node.roster.putElsewhere(room.id, 'ana', []);
    await eventually(async () => {
      await Promise.resolve();
      expect(told().slice(2)).toEqual(['rooms:left ben disconnected', 'rooms:left ana disconnected']);
    });
    expect(node.roster.isOccupied(room.id)).toBe(false);
  });

  it('does not begin for a connection that closed while it was joining', async () => {
    const ana = new FakeConnection(person(randomUUID()));
    const joining = join(ana);
    node.disconnect(ana);

    await expect(joining).rejects.toMatchObject({ code: 'UNAVAILABLE' });

    expect(names()).toEqual([]);
    expect(told()).toEqual([]);
    await expect(node.access.requireMember(ana, { id: room.id })).rejects.toMatchObject({ code: 'NOT_A_MEMBER' });
  });

  it('is in so many rooms at most', async () => {
    [node] = newNodes({ joinedRooms: 1 });
    const ana = new FakeConnection(person(randomUUID()));
    await join(ana);
    const other = await node.create.create(undefined, {});

    await expect(node.join(ana, { code: other.code! })).rejects.toMatchObject({ code: 'TOO_MANY_ROOMS' });
    await expect(join(ana)).resolves.toMatchObject({ room: { id: room.id } });
  });

  it('the name of a guest who is there is refused to another, however it is written', async () => {
    await newcomer('Mia');

    await expect(join(new FakeConnection(guest()), ' mIA ')).rejects.toMatchObject({ code: 'NAME_TAKEN' });

    expect(names()).toEqual(['Mia']);
  });

  it('the name of a guest in their grace goes to the next, who returns in their place', async () => {
    const mia = await newcomer('Mia');
    await newcomer('Ben');
    node.disconnect(mia);

    await newcomer('Mia');

    expect(names()).toEqual(['Ben', 'Mia']);
    expect(told().slice(2)).toEqual(['rooms:left Mia replaced', 'rooms:joined Mia returned']);
  });

  it('the place of a guest in their grace is free too in a full room', async () => {
    room = await node.create.create(undefined, { capacity: 2 });
    const mia = await newcomer('Mia');
    await newcomer('Ben');
    node.disconnect(mia);

    await expect(join(new FakeConnection(guest()), 'Cleo')).rejects.toMatchObject({ code: 'ROOM_FULL' });
    await newcomer('Mia');

    expect(names()).toEqual(['Ben', 'Mia']);
  });

  it('a holder who answers no ping loses the name, and is cut off', async () => {
    const dead = await newcomer('Mia');
    dead.pong = () => Promise.resolve(false);

    await newcomer('Mia');

    expect(dead.closedWith).toBeDefined();
    expect(dead.rooms.size).toBe(0);
    expect(told().slice(1)).toEqual(['rooms:left Mia replaced', 'rooms:joined Mia returned']);
  });

  it('a holder who closes while being pinged loses the name at once', async () => {
    const leaving = await newcomer('Mia');
    const never = new Promise<boolean>(() => undefined);
    leaving.pong = () => {
      node.disconnect(leaving);
      return never;
    };

    await newcomer('Mia');

    expect(told().slice(1)).toEqual(['rooms:left Mia replaced', 'rooms:joined Mia returned']);
  });

  it('of two who want the name of somebody who is gone one gets it', async () => {
    const mia = await newcomer('Mia');
    node.disconnect(mia);

    const outcomes = await Promise.allSettled([1, 2].map(() => join(new FakeConnection(guest()), 'Mia')));

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(names()).toEqual(['Mia']);
  });

  it('a refused newcomer leaves the seat of who is gone as it was', async () => {
    [node] = newNodes({ graceMs: SHORT_GRACE_MS });
    const mia = await newcomer('Mia');
    await node.database.query('UPDATE rooms SET locked = true WHERE id = $1', [room.id]);
    node.disconnect(mia);

    await expect(join(new FakeConnection(guest()), 'Mia')).rejects.toMatchObject({ code: 'ROOM_LOCKED' });

    expect(await node.publisher.fact('rooms:left')).toMatchObject({ name: 'Mia', reason: 'disconnected' });
  });

  it('a guest’s name never stands in the way of a registered person', async () => {
    const user = person(randomUUID());
    await newcomer(user.name);

    await join(new FakeConnection(user));

    expect(names()).toEqual([user.name, user.name]);
  });

  it('of one device outlives the lost commit of another that came before', async () => {
    const { id } = await node.create.findOrCreate(randomUUID());
    const user = person(randomUUID());
    const [phone, laptop] = [new FakeConnection(user), new FakeConnection(user)];
    const commit = node.database.transaction.bind(node.database);
    // The first looks for a member who comes back, and finds none.
    const transactions = jest.spyOn(node.database, 'transaction').mockImplementationOnce(commit);
    transactions.mockImplementationOnce(async (work) => {
      await commit(work);
      await node.join(laptop, { id });
      throw new Error('The answer was lost');
    });

    await expect(node.join(phone, { id })).rejects.toThrow('The answer was lost');

    expect([...node.roster.seat(id, user.id)!.connections.values()]).toEqual([laptop]);
    expect([phone, laptop].map(({ rooms }) => rooms.size)).toEqual([0, 1]);
  });

  it('begins anew for who was thrown out on another node that this one has not heard of yet', async () => {
    const [here, there] = newNodes();
    const owner = new FakeConnection(person(randomUUID()));
    const { id, code } = await here.create.create(owner.user, {});
    const user = person(randomUUID());
    const [before, after] = [new FakeConnection(user), new FakeConnection(user)];
    await there.join(before, { code: code! });
    await here.removals.kick(owner, { room: { id }, userId: user.id });

    await there.join(after, { code: code! });

    expect(there.publisher.facts('rooms:joined')).toHaveLength(2);
    expect([before, after].map(({ rooms }) => rooms.size)).toEqual([0, 1]);
    for (const revocation of here.revocations.spread) there.receive(revocation);
    expect([...there.roster.seat(id, user.id)!.connections.values()]).toEqual([after]);
  });
});
