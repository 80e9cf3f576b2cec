import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf, expectRefusal } from '../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import type { JsonObject } from '../support/inbox.js';
import type { RawClient } from '../support/raw-client.js';
import { chatMessage, hears, newPerson as newChatPerson } from './chatroom/chat-client.js';
import { createSession, joinSession } from './group-study/session.js';
import { closeAll, WAYS } from './lyceum/lyceum-client.js';
import { newPerson, userShape, type Person } from './lyceum/shapes.js';
import { GRACE_MS, ROOMY, START_MS } from './settings.js';
import { connectLearner, enter, payloadOf, type Learner } from './skill-lift/live-session.js';

interface Meeting {
  code: string;
  group: RawClient;
  learner: Learner;
  people: Person[];
}

describe('people on different clients meet', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  /** One session with somebody of group study, somebody of skill lift and a canonical client on each transport. */
  async function meet(): Promise<Meeting> {
    const { client: group, code } = await createSession(gateway, 'Greta');
    const learner = await connectLearner(gateway, 'Lena');
    await enter(learner, code);
    const people: Person[] = [];
    for (const way of WAYS) {
      const person = await newPerson(gateway, way, way);
      dataOf(await person.client.request('rooms:join', { code }));
      people.push(person);
    }
    return { code, group, learner, people };
  }

  /** Texts in the order in which each of them heard them. */
  function heard({ group, learner, people }: Meeting): unknown[][] {
    return [
      group.frames.filter(({ type }) => type === 'message').map(({ message }) => message),
      learner.client.frames.filter(({ type }) => type === 'chat_message').map((frame) => payloadOf(frame).message),
      ...people.map(({ client }) => client.heard('chat:message').map(({ text }) => text)),
    ];
  }

  async function allHeard({ group, learner, people }: Meeting, text: string): Promise<void> {
    await group.next({ type: 'message', message: text });
    await learner.client.next({ type: 'chat_message', payload: { message: text } });
    for (const { client } of people) await client.fact('chat:message', { text });
  }

  it('everybody is a participant of the one room, whatever their client shows', async () => {
    const meeting = await meet();
    const { code, group, learner, people } = meeting;
    const names = ['Greta', 'Lena', ...people.map(({ username }) => username)].toSorted();

    const latecomer = await joinSession(gateway, code, 'Late');
    const seen = latecomer.frames[0]?.participants as string[];
    const { participants } = dataOf(await people[0]!.client.request('rooms:get', { room: { code } }));

    expect(seen.toSorted()).toEqual([...names, 'Late'].toSorted());
    expect((participants as { name: string }[]).map(({ name }) => name).toSorted()).toEqual([...names, 'Late'].toSorted());
    expect(participants).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Greta', user: expect.objectContaining({ guest: true }) }),
        expect.objectContaining({ name: 'Lena', user: expect.objectContaining({ id: learner.userId, guest: false }) }),
      ]),
    );
    expect(await group.next({ type: 'user_joined', userName: 'Late' })).toBeDefined();
  });

  it('each hears each other exactly once, in their own frames', async () => {
    const meeting = await meet();
    const { code, group, learner, people } = meeting;

    group.send({ type: 'message', sessionCode: code, userName: 'Greta', message: 'from group study' });
    await allHeard(meeting, 'from group study');
    learner.client.send({ type: 'chat_message', data: { roomId: code, message: 'from skill lift' } });
    await allHeard(meeting, 'from skill lift');
    for (const { client, username } of people) {
      dataOf(await client.request('chat:send', { room: { code }, text: `from ${username}` }));
      await allHeard(meeting, `from ${username}`);
    }

    const all = ['from group study', 'from skill lift', ...people.map(({ username }) => `from ${username}`)];
    for (const texts of heard(meeting)) expect(texts).toEqual(all);
    const named = group.frames.filter(({ type }) => type === 'message').map(({ userName }) => userName);
    expect(named).toEqual(['Greta', 'Lena', ...people.map(({ username }) => username)]);
    const ids = learner.client.frames.filter(({ type }) => type === 'chat_message').map((frame) => payloadOf(frame).userId);
    expect(ids.slice(1)).toEqual([learner.userId, ...people.map(({ id }) => id)]);
    const senders = people[0]!.client.heard('chat:message').map(({ sender }) => (sender as JsonObject).id);
    expect(senders.slice(1)).toEqual([learner.userId, ...people.map(({ id }) => id)]);
  });

  it('when all speak at once, all hear the same order', async () => {
    const meeting = await meet();
    const { code, group, learner, people } = meeting;

    const sends: Promise<JsonObject>[] = [];
    for (let round = 0; round < 10; round++) {
      group.send({ type: 'message', sessionCode: code, userName: 'Greta', message: `Greta ${round}` });
      learner.client.send({ type: 'chat_message', data: { roomId: code, message: `Lena ${round}` } });
      for (const { client, username } of people) {
        sends.push(client.request('chat:send', { room: { code }, text: `${username} ${round}` }));
      }
    }
    for (const answer of await Promise.all(sends)) dataOf(answer);
    await learner.client.next({ type: 'chat_message', payload: { seq: 50 } }, 5_000);
    await group.next(({ type }) => type === 'message' && heard(meeting)[0]?.length === 50, 5_000);
    for (const { client } of people) await client.fact('chat:message', { seq: 50 }, 5_000);

    const [first, ...others] = heard(meeting);
    expect(first).toHaveLength(50);
    expect(new Set(first).size).toBe(50);
    for (const texts of others) expect(texts).toEqual(first);
  });

  it('who comes is shown to each in their own frames', async () => {
    const { code, group, learner, people } = await meet();
    const late = await newPerson(gateway, 'websocket', 'late');

    dataOf(await late.client.request('rooms:join', { code }));

    expect(await group.next({ type: 'user_joined', userName: late.username })).toBeDefined();
    expect(payloadOf(await learner.client.next({ type: 'user_joined', payload: { userId: late.id } }))).toMatchObject({
      roomId: code,
      userName: late.username,
    });
    for (const { client } of people) {
      expect(await client.fact('rooms:joined', { user: { id: late.id } })).toMatchObject({ user: userShape(late) });
    }
  });

  it('who goes is shown to each in their own frames, once', async () => {
    const { code, group, learner, people } = await meet();

    learner.client.send({ type: 'leave_room', data: { roomId: code } });
    for (const { client } of people) {
      expect(await client.fact('rooms:left')).toMatchObject({ user: { id: learner.userId }, reason: 'left' });
    }
    expect(await group.next('user_left')).toMatchObject({ userName: 'Lena' });

    group.terminate();
    for (const { client } of people) {
      expect(await client.fact('rooms:left', {}, GRACE_MS + 2_000)).toMatchObject({ name: 'Greta', reason: 'disconnected' });
      expect(client.heard('rooms:left')).toHaveLength(2);
    }
    await learner.client.silent('user_left');
  });

  it('a live-session update reaches those whose client knows such a thing, and nobody else', async () => {
    const owner = await newPerson(gateway, 'websocket');
    const { code } = dataOf(await owner.client.request('rooms:create', {})) as { code: string };
    dataOf(await owner.client.request('rooms:join', { code }));
    const learner = await connectLearner(gateway, 'Lena');
    await enter(learner, code);
    const greta = await joinSession(gateway, code, 'Greta');

    dataOf(await owner.client.request('rooms:announce', { room: { code }, data: { slide: 3 } }));
    dataOf(await owner.client.request('chat:send', { room: { code }, text: 'seen?' }));

    expect(await learner.client.next('live_session_update')).toEqual({
      type: 'live_session_update',
      payload: { slide: 3, roomId: code, userId: owner.id, userName: owner.username, timestamp: aTime },
    });
    expect((await owner.client.fact('rooms:announcement')).data).toEqual({ slide: 3 });
    expect(await greta.next('message')).toMatchObject({ message: 'seen?' });
    expect(greta.frames.map(({ type }) => type)).toEqual(['joined', 'message']);
  });

  it('the lobby is one room for chat-room clients and whoever else joins it', async () => {
    const chatter = await newChatPerson(gateway, 'default', 'cora');
    const learner = await connectLearner(gateway, 'Lena');
    await enter(learner, 'lobby');
    const person = await newPerson(gateway, 'websocket');
    const { room } = dataOf(await person.client.request('rooms:join', { key: 'lobby' })) as { room: JsonObject };

    learner.client.send({ type: 'chat_message', data: { roomId: 'lobby', message: 'from skill lift' } });
    const first = await hears(chatter, 'from skill lift');
    dataOf(await person.client.request('chat:send', { room: { key: 'lobby' }, text: 'from lyceum' }));
    const second = await hears(chatter, 'from lyceum');
    chatter.client.emit('send_message', { text: 'from the chat room' });

    expect(room).toMatchObject({ kind: 'lobby', key: 'lobby' });
    expect(first).toEqual(chatMessage(learner.userId, 'from skill lift'));
    expect(second).toEqual(chatMessage(person.username, 'from lyceum'));
    expect(
      payloadOf(await learner.client.next({ type: 'chat_message', payload: { message: 'from the chat room' } })),
    ).toMatchObject({
      roomId: 'lobby',
      userId: chatter.id,
    });
    expect(await person.client.fact('chat:message', { text: 'from the chat room' })).toMatchObject({
      sender: { id: chatter.id },
    });
    expect((await newChatPerson(gateway)).history.map(({ text, username }) => `${username}: ${text}`)).toEqual([
      `${learner.userId}: from skill lift`,
      `${person.username}: from lyceum`,
      `${chatter.username}: from the chat room`,
    ]);
  });

  it('what is said in other rooms does not reach the chat room', async () => {
    const { code, people } = await meet();
    const [person] = people;
    const chatter = await newChatPerson(gateway, 'websocket', 'cora');
    dataOf(await person!.client.request('rooms:join', { key: 'lobby' }));

    dataOf(await person!.client.request('chat:send', { room: { code }, text: 'elsewhere' }));
    dataOf(await person!.client.request('chat:send', { room: { key: 'lobby' }, text: 'here' }));

    await hears(chatter, 'here');
    expect(chatter.client.heard('new_message')).toEqual([chatMessage(person!.username, 'here')]);
  });

  it('nobody makes a lobby of their own', async () => {
    const person = await newPerson(gateway, 'raw');

    expectRefusal(await person.client.request('rooms:create', { key: 'lobby' }), 'FORBIDDEN');
  });

  it('a roomId that is a live session code joins that session, whatever its case', async () => {
    const { client: group, code } = await createSession(gateway, 'Greta');
    const learner = await connectLearner(gateway, 'Lena');

    learner.client.send({ type: 'join_room', data: { roomId: code.toLowerCase() } });

    const joined = payloadOf(await learner.client.next('room_joined'));
    expect((joined.participants as { userName: string }[]).map(({ userName }) => userName).toSorted()).toEqual(['Greta', 'Lena']);
    expect(await group.next('user_joined')).toMatchObject({ userName: 'Lena' });
  });
});
