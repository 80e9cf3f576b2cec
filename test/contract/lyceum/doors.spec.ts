import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { startGateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { eventually } from '../../support/wait.js';
import { ROOMY, START_MS } from '../settings.js';
import { HURRIED } from './changing.js';
import { RawClient } from '../../support/raw-client.js';
import { closeAll, connectLyceum, WAYS, type LyceumClient } from './lyceum-client.js';
import { newPerson, refOf, roomOf, userShape, type Person } from './shapes.js';

const NOBODY = '01890000-0000-7000-8000-000000000000';

describe('lyceum: the doors of rooms', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  /** A room with a door that one has to knock at; its owner is in it. */
  async function guardedRoom({ client }: Person, wishes: JsonObject = {}): Promise<JsonObject> {
    const room = dataOf(await client.request('rooms:create', { entry: 'ask', ...wishes }));
    dataOf(await client.request('rooms:join', { id: room.id }));
    return room;
  }

  async function knock({ client }: { client: LyceumClient }, room: JsonObject): Promise<void> {
    expectRefusal(await client.request('rooms:join', { code: room.code }), 'ROOM_WAITING', { retryable: true });
  }

  async function waitingAt({ client }: Person, room: JsonObject): Promise<unknown> {
    return dataOf(await client.request('rooms:waiting', { room })).waiting;
  }

  describe.each(WAYS)('by %s', (way) => {
    it('somebody knocks, is let in, and joins', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await guardedRoom(ana);
      const phone = await connectLyceum(gateway, way, ana.token);

      await knock(ben, room);

      const told = { room: refOf(room), user: userShape(ben), at: aTime };
      expect(await ana.client.fact('rooms:knock')).toEqual(told);
      expect(await phone.fact('rooms:knock')).toEqual(told);
      expect(await waitingAt(ana, room)).toEqual([{ user: userShape(ben), since: aTime }]);

      const admitted = dataOf(await ana.client.request('rooms:admit', { room, userId: ben.id }));
      expect(admitted).toEqual({ room: refOf(room), user: userShape(ben) });
      expect(await ben.client.fact('rooms:admitted')).toEqual({ room: refOf(room) });
      expect(dataOf(await ben.client.request('rooms:join', { code: room.code }))).toMatchObject({ role: 'member' });
      expect(await waitingAt(ana, room)).toEqual([]);
    });

    it('who is turned away hears so, and is not heard again', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await guardedRoom(ana);
      await knock(ben, room);
      await ana.client.fact('rooms:knock');

      expect(dataOf(await ana.client.request('rooms:deny', { room, userId: ben.id }))).toEqual({
        room: refOf(room),
        user: userShape(ben),
      });
      expect(await ben.client.fact('rooms:denied')).toEqual({ room: refOf(room) });
      expectRefusal(await ben.client.request('rooms:join', { code: room.code }), 'FORBIDDEN');
      await ana.client.settled();
      expect(ana.client.heard('rooms:knock')).toHaveLength(1);
    });

    it('an invited person hears of it on all devices, and joins past lock, waiting room and private', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await guardedRoom(ana, { visibility: 'private' });
      const phone = await connectLyceum(gateway, way, ben.token);
      expectRefusal(await ben.client.request('rooms:join', { id: room.id }), 'ROOM_NOT_FOUND');

      const answer = dataOf(await ana.client.request('rooms:invite', { room: { id: room.id }, userId: ben.id }));

      expect(answer).toEqual({ room: refOf(room), user: userShape(ben) });
      for (const client of [ben.client, phone]) {
        const fact = await client.fact('rooms:invited');
        expect(fact).toMatchObject({
          room: { ...refOf(room), visibility: 'private', entry: 'ask' },
          by: userShape(ana),
          at: aTime,
        });
      }
      dataOf(await ben.client.request('rooms:join', { id: room.id }));
    });
  });

  const way = 'websocket';

  it('inviting again, or a member, is answered ok and told to nobody', async () => {
    const [ana, ben, cleo] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
    const room = await roomOf(ana, ben);

    for (const { id } of [ben, cleo, cleo]) dataOf(await ana.client.request('rooms:invite', { room, userId: id }));

    await cleo.client.fact('rooms:invited');
    for (const { client } of [ben, cleo]) await client.settled();
    expect([ben.client.heard('rooms:invited').length, cleo.client.heard('rooms:invited').length]).toEqual([0, 1]);
  });

  it('an invitation is used up by joining', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const room = await guardedRoom(ana, { visibility: 'private' });
    dataOf(await ana.client.request('rooms:invite', { room, userId: ben.id }));
    dataOf(await ben.client.request('rooms:join', { id: room.id }));
    dataOf(await ben.client.request('rooms:leave', { room }));

    expectRefusal(await ben.client.request('rooms:join', { id: room.id }), 'ROOM_NOT_FOUND');
  });

  it('who waits already and is invited hears both', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const room = await guardedRoom(ana);
    await knock(ben, room);

    dataOf(await ana.client.request('rooms:invite', { room, userId: ben.id }));

    await ben.client.fact('rooms:invited');
    await ben.client.fact('rooms:admitted');
    expect(await waitingAt(ana, room)).toEqual([]);
  });

  it.each(['rooms:admit', 'rooms:deny'])('%s of somebody who does not wait is answered USER_NOT_FOUND', async (command) => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const room = await guardedRoom(ana);

    for (const userId of [ben.id, ana.id, NOBODY, 'guest:nobody']) {
      expectRefusal(await ana.client.request(command, { room, userId }), 'USER_NOT_FOUND');
    }
  });

  it.each([NOBODY, 'guest:nobody'])('rooms:invite of %s is answered USER_NOT_FOUND', async (userId) => {
    const ana = await newPerson(gateway, way);
    const room = await roomOf(ana);

    expectRefusal(await ana.client.request('rooms:invite', { room, userId }), 'USER_NOT_FOUND');
  });

  it.each(['rooms:invite', 'rooms:admit', 'rooms:deny', 'rooms:waiting'])(
    '%s is for owner and moderators, of a room that is there',
    async (command) => {
      const [ana, ben, cleo] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);

      expectRefusal(await ben.client.request(command, { room, userId: cleo.id }), 'FORBIDDEN');
      expectRefusal(await cleo.client.request(command, { room, userId: ben.id }), 'NOT_A_MEMBER');
      expectRefusal(await ana.client.request(command, { room: { id: NOBODY }, userId: cleo.id }), 'ROOM_NOT_FOUND');
      expectRefusal(await ana.client.request(command, { room: {}, userId: cleo.id }), 'INVALID', { field: 'room' });
    },
  );

  it.each([{}, { userId: '' }, { userId: 7 }, { userId: 'x'.repeat(257) }])(
    'rooms:invite with %j is INVALID',
    async (payload) => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);

      expectRefusal(await ana.client.request('rooms:invite', { room, ...payload }), 'INVALID', { field: 'userId' });
    },
  );

  it('who waits and goes away no longer waits', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const room = await guardedRoom(ana);
    await knock(ben, room);
    expect(await waitingAt(ana, room)).toHaveLength(1);

    await ben.client.close();

    await eventually(async () => {
      expect(await waitingAt(ana, room)).toEqual([]);
    });
  });

  it('two devices of the owner answer at once, and one outcome stands', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const phone = await connectLyceum(gateway, way, ana.token);
    const room = await guardedRoom(ana);
    await knock(ben, room);

    const answers = await Promise.all([
      ana.client.request('rooms:admit', { room, userId: ben.id }),
      phone.request('rooms:deny', { room, userId: ben.id }),
    ]);

    expect(answers.filter(({ ok }) => ok === true)).toHaveLength(1);
    const joined = await ben.client.request('rooms:join', { code: room.code });
    expect(joined.ok).toBe(answers[0].ok);
  });

  it('a guest of a study group waits with a sentence, and tries again when let in', async () => {
    const ana = await newPerson(gateway, way);
    const room = await guardedRoom(ana);
    const mia = await RawClient.connect(gateway);
    const join = { type: 'join', sessionCode: room.code, userName: 'Mia' };
    mia.send(join);
    expect(await mia.next('error')).toEqual({ type: 'error', message: 'Wait until somebody lets you in.' });
    const { user } = await ana.client.fact('rooms:knock');
    expect(user).toEqual({
      id: expect.stringMatching(/^guest:/),
      username: null,
      name: 'Mia',
      avatarUrl: null,
      role: 'student',
      guest: true,
    });

    dataOf(await ana.client.request('rooms:admit', { room, userId: (user as JsonObject).id }));
    mia.send(join);

    await mia.next('joined');
    expect(await waitingAt(ana, room)).toEqual([]);
  });

  it(
    'after a restart no guest of before is left at the door, and invitations hold',
    async () => {
      const own = await startGateway({ env: ROOMY });
      try {
        const [ana, ben] = [await newPerson(own, way), await newPerson(own, way)];
        const room = await guardedRoom(ana);
        const mia = await RawClient.connect(own);
        mia.send({ type: 'join', sessionCode: room.code, userName: 'Mia' });
        await mia.next('error');
        dataOf(await ana.client.request('rooms:invite', { room, userId: ben.id }));
        await own.kill();

        await own.restart();

        const [again, invited] = [await connectLyceum(own, way, ana.token), await connectLyceum(own, way, ben.token)];
        expect(dataOf(await again.request('rooms:waiting', { room })).waiting).toEqual([]);
        dataOf(await invited.request('rooms:join', { id: room.id }));
      } finally {
        await closeAll();
        await own.stop();
      }
    },
    START_MS,
  );

  describe('blocks', () => {
    it('are made by id or username, listed, and taken away, as often as one likes', async () => {
      const [ana, ben, cleo] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const listed = async () => dataOf(await ana.client.request('rooms:blocks', {})).users;

      for (let time = 0; time < 2; time += 1) {
        expect(dataOf(await ana.client.request('rooms:block', { user: { id: ben.id } }))).toEqual({ user: userShape(ben) });
      }
      const byName = { user: { username: cleo.username.toUpperCase() } };
      expect(dataOf(await ana.client.request('rooms:block', byName))).toEqual({ user: userShape(cleo) });
      expect(await listed()).toEqual([userShape(cleo), userShape(ben)]);

      for (let time = 0; time < 2; time += 1) {
        expect(dataOf(await ana.client.request('rooms:unblock', { user: { id: ben.id } }))).toEqual({ user: userShape(ben) });
      }
      expect(await listed()).toEqual([userShape(cleo)]);
    });

    it('keep the blocked from inviting the blocker', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana);
      dataOf(await ben.client.request('rooms:block', { user: { id: ana.id } }));

      expectRefusal(await ana.client.request('rooms:invite', { room, userId: ben.id }), 'BLOCKED');
      await ben.client.settled();
      expect(ben.client.heard('rooms:invited')).toEqual([]);
    });

    it.each(['rooms:block', 'rooms:unblock'])('%s knows only people who are known', async (command) => {
      const ana = await newPerson(gateway, way);

      expectRefusal(await ana.client.request(command, { user: { id: NOBODY } }), 'USER_NOT_FOUND');
      expectRefusal(await ana.client.request(command, { user: { username: 'nobody has this' } }), 'USER_NOT_FOUND');
      expectRefusal(await ana.client.request(command, { user: {} }), 'INVALID', { field: 'user' });
      expectRefusal(await ana.client.request(command, { user: { id: 7 } }), 'INVALID', { field: 'user.id' });
      expectRefusal(await ana.client.request(command, { user: { id: 'guest:mia' } }), 'USER_NOT_FOUND');
      expectRefusal(await ana.client.request(command, {}), 'INVALID', { field: 'user' });
    });

    it('nobody blocks themselves', async () => {
      const ana = await newPerson(gateway, way);

      expectRefusal(await ana.client.request('rooms:block', { user: { id: ana.id } }), 'INVALID', { field: 'user' });
    });
  });
});
