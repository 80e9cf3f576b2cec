import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { call } from '../../../support/http-client.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { RawClient } from '../../../support/raw-client.js';
import { START_MS } from '../../settings.js';
import { historyOf } from '../changing.js';
import { closeAll } from '../lyceum-client.js';
import { assemble, STAGE_ENV, type Cast } from '../rights/cast.js';
import { newPerson, type Person } from '../shapes.js';
import { roomIn, write } from './conversation.js';

interface Conversation {
  readonly room: JsonObject;
  readonly messageId: unknown;
  readonly ana: Person;
  readonly ben: Person;
}

/** Every command that names a room, a message or a member, and what somebody who has no part in it is told. */
const BY_STRANGERS: readonly [string, string, (it: Conversation) => JsonObject][] = [
  ['rooms:join', 'ROOM_NOT_FOUND', ({ room }) => room],
  ['rooms:leave', 'ROOM_NOT_FOUND', ({ room }) => ({ room })],
  ['rooms:get', 'ROOM_NOT_FOUND', ({ room }) => ({ room })],
  ['rooms:announce', 'ROOM_NOT_FOUND', ({ room }) => ({ room, data: {} })],
  ['rooms:update', 'ROOM_NOT_FOUND', ({ room }) => ({ room, title: 'Mine' })],
  ['rooms:close', 'ROOM_NOT_FOUND', ({ room }) => ({ room })],
  ['rooms:rotate-code', 'ROOM_NOT_FOUND', ({ room }) => ({ room })],
  ['rooms:members', 'ROOM_NOT_FOUND', ({ room }) => ({ room })],
  ['rooms:invite', 'ROOM_NOT_FOUND', ({ room, ben }) => ({ room, userId: ben.id })],
  ['rooms:kick', 'ROOM_NOT_FOUND', ({ room, ben }) => ({ room, userId: ben.id })],
  ['rooms:ban', 'ROOM_NOT_FOUND', ({ room, ben }) => ({ room, userId: ben.id })],
  ['rooms:unban', 'ROOM_NOT_FOUND', ({ room, ben }) => ({ room, userId: ben.id })],
  ['rooms:mute', 'ROOM_NOT_FOUND', ({ room, ben }) => ({ room, userId: ben.id, on: true })],
  ['rooms:role', 'ROOM_NOT_FOUND', ({ room, ben }) => ({ room, userId: ben.id, role: 'owner' })],
  ['rooms:waiting', 'ROOM_NOT_FOUND', ({ room }) => ({ room })],
  ['rooms:admit', 'ROOM_NOT_FOUND', ({ room, ben }) => ({ room, userId: ben.id })],
  ['rooms:deny', 'ROOM_NOT_FOUND', ({ room, ben }) => ({ room, userId: ben.id })],
  ['chat:send', 'ROOM_NOT_FOUND', ({ room }) => ({ room, text: 'Let me in' })],
  ['chat:history', 'ROOM_NOT_FOUND', ({ room }) => ({ room })],
  ['chat:search', 'ROOM_NOT_FOUND', ({ room }) => ({ room, query: 'secret' })],
  ['chat:typing', 'ROOM_NOT_FOUND', ({ room }) => ({ room, on: true })],
  ['chat:pins', 'ROOM_NOT_FOUND', ({ room }) => ({ room })],
  ['chat:receipts', 'ROOM_NOT_FOUND', ({ room }) => ({ room })],
  ['chat:edit', 'MESSAGE_NOT_FOUND', ({ messageId }) => ({ messageId, text: 'Mine' })],
  ['chat:delete', 'MESSAGE_NOT_FOUND', ({ messageId }) => ({ messageId })],
  ['chat:react', 'MESSAGE_NOT_FOUND', ({ messageId }) => ({ messageId, emoji: '👍', on: true })],
  ['chat:pin', 'MESSAGE_NOT_FOUND', ({ messageId }) => ({ messageId, on: true })],
];

/** What even the two can't do. */
const BY_NOBODY: readonly [string, (it: Conversation & { stranger: Person }) => JsonObject][] = [
  ['rooms:announce', ({ room }) => ({ room, data: {} })],
  ['rooms:update', ({ room }) => ({ room, title: 'Ours', capacity: 3 })],
  ['rooms:close', ({ room }) => ({ room })],
  ['rooms:rotate-code', ({ room }) => ({ room })],
  ['rooms:invite', ({ room, stranger }) => ({ room, userId: stranger.id })],
  ['rooms:kick', ({ room, ben }) => ({ room, userId: ben.id })],
  ['rooms:ban', ({ room, ben }) => ({ room, userId: ben.id })],
  ['rooms:unban', ({ room, ben }) => ({ room, userId: ben.id })],
  ['rooms:mute', ({ room, ben }) => ({ room, userId: ben.id, on: true })],
  ['rooms:role', ({ room, ben }) => ({ room, userId: ben.id, role: 'owner' })],
  ['rooms:waiting', ({ room }) => ({ room })],
  ['rooms:admit', ({ room, stranger }) => ({ room, userId: stranger.id })],
  ['rooms:deny', ({ room, stranger }) => ({ room, userId: stranger.id })],
];

describe('lyceum: others’ conversations of two', () => {
  let gateway: Gateway;
  let cast: Cast;
  let conversation: Conversation;

  beforeAll(async () => {
    gateway = await startGateway({ env: STAGE_ENV });
    cast = await assemble(gateway);
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'raw')];
    const message = await write(ana, ben, 'A secret');
    conversation = { ana, ben, room: roomIn(message), messageId: message.id };
  }, START_MS);
  afterAll(async () => {
    await closeAll();
    await gateway.stop();
  });

  describe.each(['stranger', 'admin'] as const)('to one who is %s', (kind) => {
    it.each(BY_STRANGERS)('%s is answered %s', async (command, code, payload) => {
      expectRefusal(await cast.actors[kind].client.request(command, payload(conversation)), code);
    });

    it('chat:sync finds no such room', async () => {
      const { room } = conversation;
      const { rooms } = dataOf(await cast.actors[kind].client.request('chat:sync', { rooms: [{ room, afterSeq: 0 }] }));
      expect(rooms).toMatchObject([{ changes: [], lastSeq: 0, error: { code: 'ROOM_NOT_FOUND' } }]);
    });
  });

  it('a guest can neither join, nor say anything there', async () => {
    const guest = await RawClient.connect(gateway);
    const { id } = conversation.room;
    guest.send({ type: 'join', sessionCode: id, userName: 'Mia' });
    expect(await guest.next('error')).toMatchObject({ message: 'Session not found' });
    guest.send({ type: 'message', sessionCode: id, message: 'Let me in' });
    expect(await guest.next('error')).toMatchObject({ message: expect.any(String) });
  });

  it.each(BY_NOBODY)('%s is refused to the two as well, with a sentence', async (command, payload) => {
    const { ana } = conversation;
    const answer = await ana.client.request(command, payload({ ...conversation, stranger: cast.actors.stranger }));
    expectRefusal(answer, 'FORBIDDEN', { message: 'Nobody moderates a conversation of two.' });
  });

  it('after all that it is as it was, and nobody else heard of it', async () => {
    const { ana, ben, room } = conversation;
    expect((await historyOf(ben, room)).map(({ text }) => text)).toEqual(['A secret']);
    const { members } = dataOf(await ana.client.request('rooms:members', { room }));
    expect((members as { user: { id: string } }[]).map(({ user }) => user.id).toSorted()).toEqual([ana.id, ben.id].toSorted());
    for (const { client } of [cast.actors.stranger, cast.actors.admin]) {
      await client.settled();
      expect(client.heard('chat:message')).toEqual([]);
    }
  });

  it('old clients of the two are not shown what they can’t tell from a room’s messages', async () => {
    const { ana, ben } = conversation;
    const old = await RawClient.connect(gateway, `/?token=${ben.token}`);
    await old.next('connected');
    await write(ana, ben, 'Another secret');
    await ben.client.fact('chat:message', { text: 'Another secret' });
    old.send({ type: 'ping', data: { timestamp: 1 } });
    await old.next('pong');
    expect(old.left('chat_message')).toEqual([]);
  });

  it('stay readable when one of the two is banned from the app', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'websocket')];
    const room = roomIn(await write(ben, ana, 'Before'));
    const { status } = await call(gateway, 'POST', `/api/users/${ben.id}/ban`, { token: cast.actors.admin.token });
    expect(status).toBe(204);
    expect((await historyOf(ana, room)).map(({ text }) => text)).toEqual(['Before']);
  });
});
