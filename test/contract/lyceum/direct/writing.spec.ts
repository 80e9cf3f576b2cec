import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../support/tokens.js';
import { aTime, aUuid, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { historyOf, HURRIED, syncOf } from '../changing.js';
import { closeAll, connectLyceum, WAYS, type Way } from '../lyceum-client.js';
import { messageShape, newPerson, say, type Person } from '../shapes.js';
import { conversationsOf, directShape, roomIn, textsHeard, write } from './conversation.js';

describe('lyceum: writing to a person', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...HURRIED, MAX_JOINED_ROOMS: '1' } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  async function two(way: Way): Promise<[Person, Person]> {
    return [await newPerson(gateway, way, 'ana'), await newPerson(gateway, way, 'ben')];
  }

  describe.each(WAYS)('by %s', (way) => {
    it('reaches every device of both, the sender’s too, without joining', async () => {
      const [ana, ben] = await two(way);
      const devices = [await connectLyceum(gateway, way, ana.token), await connectLyceum(gateway, way, ben.token)];

      const answer = dataOf(
        await ana.client.request('chat:send', { to: { username: ben.username.toUpperCase() }, text: 'Hello', clientId: 'first' }),
      );

      const room = { id: aUuid, key: null, code: null };
      expect(answer).toEqual(messageShape(room, ana, { seq: 1, text: 'Hello', clientId: 'first' }));
      for (const client of [ana.client, ben.client, ...devices]) {
        expect(await client.fact('chat:message')).toEqual(answer);
        await client.settled();
        expect(client.heard('chat:message')).toHaveLength(1);
      }
      const reply = dataOf(await ben.client.request('chat:send', { room: roomIn(answer), text: 'Hi' }));
      expect(reply).toMatchObject({ room: roomIn(answer), seq: 2 });
      for (const client of [ana.client, ben.client, ...devices])
        expect(await client.fact('chat:message', { seq: 2 })).toEqual(reply);
    });

    it('shows the conversation to both, each with the other', async () => {
      const [ana, ben] = await two(way);
      const { id } = roomIn(await write(ana, ben, 'Hello'));

      for (const [one, other] of [
        [ana, ben],
        [ben, ana],
      ] as const) {
        const shown = directShape(other, { id, lastSeq: 1, createdAt: aTime });
        expect(await conversationsOf(one)).toEqual([shown]);
        expect(dataOf(await one.client.request('rooms:get', { room: { id } }))).toEqual({
          room: shown,
          participants: [],
          participantCount: 0,
        });
        const { hello } = await connectLyceum(gateway, way, one.token);
        expect(hello.resume).toEqual({ rooms: [{ room: { id, key: null, code: null }, lastSeq: 1 }] });
      }
    });

    it('what is changed there reaches every device of both in the order of its numbers', async () => {
      const [ana, ben] = await two(way);
      const phone = await connectLyceum(gateway, way, ben.token);
      const { id: messageId } = await write(ana, ben, 'Hello');

      dataOf(await ben.client.request('chat:react', { messageId, emoji: '👍', on: true }));
      dataOf(await ana.client.request('chat:edit', { messageId, text: 'Hello, Ben' }));
      dataOf(await ben.client.request('chat:pin', { messageId, on: true }));
      dataOf(await ana.client.request('chat:pin', { messageId, on: false }));
      dataOf(await ana.client.request('chat:delete', { messageId }));

      const expected = [
        ['chat:message', 1],
        ['chat:reaction', 2],
        ['chat:edited', 3],
        ['chat:pinned', 4],
        ['chat:pinned', 5],
        ['chat:deleted', 6],
      ];
      for (const client of [ana.client, ben.client, phone]) {
        await client.fact('chat:deleted');
        await client.settled();
        const facts = client.facts().filter(({ name }) => expected.some(([known]) => known === name));
        expect(facts.map(({ name, data }) => [name, data.revisionSeq ?? data.seq])).toEqual(expected);
      }
    });

    it('typing is seen by the other’s devices and one’s own others, and stops when the connection goes', async () => {
      const [ana, ben] = await two(way);
      const tablet = await connectLyceum(gateway, way, ana.token);
      const room = roomIn(await write(ana, ben, 'Hello'));

      dataOf(await ana.client.request('chat:typing', { room, on: true }));
      for (const client of [ben.client, tablet]) expect(await client.fact('chat:typing')).toMatchObject({ room, on: true });
      await ana.client.settled();
      expect(ana.client.heard('chat:typing')).toEqual([]);

      await ana.client.close();
      expect(await ben.client.fact('chat:typing', { on: false }, 2_000)).toMatchObject({ room, user: { id: ana.id } });
    });
  });

  const way = 'websocket';

  it('50 first messages at once from both sides make one conversation, with all of them in order', async () => {
    const [ana, ben] = await two(way);
    const devices = [await connectLyceum(gateway, 'raw', ana.token), await connectLyceum(gateway, 'raw', ben.token)];
    const sides = [
      { client: ana.client, to: ben },
      { client: ben.client, to: ana },
      { client: devices[0]!, to: ben },
      { client: devices[1]!, to: ana },
    ];

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => write(sides[n % sides.length]!, sides[n % sides.length]!.to, `message ${n}`)),
    );

    expect(new Set(answers.map((answer) => roomIn(answer).id)).size).toBe(1);
    const room = roomIn(answers[0]!);
    const history = await historyOf(ana, room);
    expect(history.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    for (const { client } of sides) {
      await client.fact('chat:message', { seq: 50 });
      expect(textsHeard({ client }, room)).toEqual(history.map(({ text }) => text));
    }
    for (const person of [ana, ben]) expect(await conversationsOf(person)).toHaveLength(1);
  });

  it('a repeated clientId gives the first answer again, also by the room, also of the message that made it', async () => {
    const [ana, ben] = await two(way);
    const first = await write(ana, ben, 'Hello', { clientId: 'one' });

    expect(await write(ana, ben, 'Hello', { clientId: 'one' })).toEqual({ ...first, duplicate: true });
    expect(await say(ana, roomIn(first), 'Hello', { clientId: 'one' })).toEqual({ ...first, duplicate: true });
    expectRefusal(await ana.client.request('chat:send', { to: { id: ben.id }, text: 'Other', clientId: 'one' }), 'CONFLICT');
    expect(await historyOf(ben, roomIn(first))).toHaveLength(1);
  });

  it('is read, searched and synced by both without joining, and so is what was missed', async () => {
    const [ana, ben] = await two(way);
    const room = roomIn(await write(ana, ben, 'The first owl'));
    await ben.client.close();
    await write(ana, ben, 'The second owl');
    const { id: messageId } = await write(ana, ben, 'A heron');
    dataOf(await ana.client.request('chat:edit', { messageId, text: 'The third owl' }));

    const back = { client: await connectLyceum(gateway, way, ben.token) };
    const missed = await syncOf(back, room, 1);
    expect(missed.map(({ text, seq, revisionSeq }) => [text, seq, revisionSeq])).toEqual([
      ['The second owl', 2, 2],
      ['The third owl', 3, 4],
    ]);
    expect(await historyOf(back, room)).toHaveLength(3);
    for (const where of [{ room }, {}]) {
      const { messages } = dataOf(await back.client.request('chat:search', { query: 'owl', ...where }));
      expect((messages as JsonObject[]).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    }
    await write(ana, ben, 'A fourth');
    expect(await back.client.fact('chat:message')).toMatchObject({ text: 'A fourth' });
  });

  it('joining and leaving the conversation are answered and change nothing; many do not count as joined', async () => {
    const [ana, ben] = await two(way);
    const cleo = await newPerson(gateway, way, 'cleo');
    const rooms = [roomIn(await write(ana, ben, 'Hello')), roomIn(await write(ana, cleo, 'Hello'))];
    for (const client of [ben.client, cleo.client]) await client.fact('chat:message');

    for (const room of rooms) {
      const joined = dataOf(await ana.client.request('rooms:join', room));
      expect(joined).toMatchObject({
        room: { kind: 'direct' },
        role: 'member',
        muted: false,
        participants: [],
        participantCount: 0,
        lastSeq: 1,
      });
    }
    const [room] = rooms as [JsonObject, JsonObject];
    dataOf(await ben.client.request('rooms:join', room));
    await write(ana, ben, 'Again');
    for (const client of [ana.client, ben.client]) {
      await client.fact('chat:message', { text: 'Again' });
      await client.settled();
      expect(textsHeard({ client }, room).filter((text) => text === 'Again')).toHaveLength(1);
      expect(client.heard('rooms:joined')).toEqual([]);
    }

    expect(dataOf(await ben.client.request('rooms:leave', { room }))).toEqual({ room });
    await write(ana, ben, 'Still there?');
    expect(await ben.client.fact('chat:message', { text: 'Still there?' })).toMatchObject({ room });
    expect(ana.client.heard('rooms:left')).toEqual([]);
  });

  it('refuses what names no place, or two, oneself, nobody, a guest', async () => {
    const [ana, ben] = await two(way);
    const room = roomIn(await write(ana, ben, 'Hello'));
    const send = (where: JsonObject) => ana.client.request('chat:send', { ...where, text: 'Hello' });

    expectRefusal(await send({}), 'INVALID', { field: 'room' });
    expectRefusal(await send({ room, to: { id: ben.id } }), 'INVALID', { field: 'to' });
    expectRefusal(await send({ to: {} }), 'INVALID', { field: 'to' });
    for (const to of [{ id: ana.id }, { username: ana.username }]) expectRefusal(await send({ to }), 'INVALID', { field: 'to' });
    for (const to of [{ id: newId('nobody') }, { username: newId('nobody') }, { id: `guest:${ben.id}` }])
      expectRefusal(await send({ to }), 'USER_NOT_FOUND', { field: 'to' });
    expectRefusal(await send({ to: { id: 12 } }), 'INVALID', { field: 'to.id' });
    expect(await conversationsOf(ana)).toHaveLength(1);
  });
});
