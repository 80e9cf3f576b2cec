import { describe, expect, it } from '@jest/globals';
import {
  aConnection,
  aMessage,
  ANA,
  aParticipant,
  aRoom,
  BEN,
  joinedRoom,
  NOW,
  SERVER,
} from '../../../test/support/realtime/canonical.js';
import { asks, play, says, type Answers } from '../../../test/support/realtime/play-script.js';
import { AppError } from '../../common/index.js';
import type { RoomRef } from '../../protocol/index.js';
import { groupStudy } from './group-study.js';

const ROOM = aRoom();
const REF: RoomRef = { id: 'room-1', key: null, code: 'ABC234' };
const SAID = { userName: 'Ana', message: 'Hello', sessionCode: 'ABC234', id: 'message-1', seq: 1, timestamp: NOW };

function handle(event: string, fields: object, answers: Answers = {}, rooms: RoomRef[] = []) {
  const row = groupStudy.row(event);
  if (row === undefined) throw new Error(`There is no ${event}`);
  return play(row(fields as Record<string, unknown>, aConnection(ANA, rooms), SERVER), answers);
}

describe('group-study, from the client', () => {
  const answers: Answers = {
    'rooms:create': () => ROOM,
    'rooms:join': () => joinedRoom(ROOM, [aParticipant(BEN, { name: 'Benny' }), aParticipant(ANA)], 7),
    'chat:history': () => ({ messages: [aMessage()], hasMore: false }),
    'chat:send': () => aMessage(),
    'rooms:leave': () => ({ room: REF }),
  };
  const joined = says('joined', { sessionCode: 'ABC234', participants: ['Benny', 'Ana'] });

  it('create makes a session and gives its code', () => {
    expect(handle('create', {}, answers).deeds).toEqual([asks('rooms:create', {}), says('created', { sessionCode: 'ABC234' })]);
  });

  it('create with a name joins the creator too', () => {
    expect(handle('create', { userName: 'Ana' }, answers).deeds).toEqual([
      asks('rooms:create', {}),
      says('created', { sessionCode: 'ABC234' }),
      asks('rooms:join', { id: 'room-1', name: 'Ana' }),
      joined,
    ]);
  });

  it('join joins by code under the name given, and lists everybody', () => {
    expect(handle('join', { sessionCode: 'abc234', userName: 'Ana' }, answers).deeds).toEqual([
      asks('rooms:join', { code: 'abc234', name: 'Ana' }),
      joined,
    ]);
  });

  it('join with history:true is followed by the last 50 messages', () => {
    expect(handle('join', { sessionCode: 'ABC234', userName: 'Ana', history: true }, answers).deeds).toEqual([
      asks('rooms:join', { code: 'ABC234', name: 'Ana' }),
      joined,
      asks('chat:history', { room: { id: 'room-1' }, before: 8, limit: 50 }),
      says('message', { ...SAID, history: true }),
    ]);
  });

  it.each(['yes', 1, null, undefined])('join with history:%p is not', (history) => {
    expect(handle('join', { sessionCode: 'ABC234', userName: 'Ana', history }, answers).deeds).toHaveLength(2);
  });

  it('message is sent into the joined session; its userName is not looked at', () => {
    const frame = { sessionCode: 'abc234', userName: 'Somebody', message: 'Hello' };
    expect(handle('message', frame, answers, [REF]).deeds).toEqual([
      asks('chat:send', { room: { id: 'room-1' }, text: 'Hello' }),
    ]);
  });

  it('message into a session that was not joined is asked for by its code', () => {
    const { deeds } = handle('message', { sessionCode: 'XYZ789', message: 'Hello' }, answers, [REF]);
    expect(deeds).toEqual([asks('chat:send', { room: { code: 'XYZ789' }, text: 'Hello' })]);
  });

  it('leave leaves the session', () => {
    const { deeds } = handle('leave', { sessionCode: 'ABC234', userName: 'Ana' }, answers, [REF]);
    expect(deeds).toEqual([asks('rooms:leave', { room: { id: 'room-1' } })]);
  });

  it.each([
    ['join', { userName: 'Ana' }, 'sessionCode'],
    ['join', { sessionCode: 12, userName: 'Ana' }, 'sessionCode'],
    ['join', { sessionCode: 'ABC234' }, 'userName'],
    ['join', { sessionCode: 'ABC234', userName: '' }, 'userName'],
    ['create', { userName: 12 }, 'userName'],
    ['message', { sessionCode: 'ABC234', message: { text: 'x' } }, 'message'],
    ['message', { message: 'x' }, 'sessionCode'],
    ['leave', {}, 'sessionCode'],
  ])('%s %j is refused for its %s', (event, fields, field) => {
    const expected = expect.objectContaining({ code: 'INVALID', field });
    expect(() => handle(event, fields, answers, [REF])).toThrow(expected);
  });

  it('knows no other events, nor what objects inherit', () => {
    for (const event of ['joined', 'chat:send', 'toString', '__proto__', 'constructor'])
      expect(groupStudy.row(event)).toBeUndefined();
  });

  it('lets what the server refuses through as it is', () => {
    const taken = new AppError('NAME_TAKEN');
    expect(() => handle('join', { sessionCode: 'ABC234', userName: 'Ana' }, { 'rooms:join': () => taken })).toThrow(taken);
  });
});

describe('group-study, to the client', () => {
  const { outbound } = groupStudy;
  const joined = { room: REF, user: BEN, name: 'Benny', role: 'member', joinedAt: NOW, returned: false } as const;
  const left = { room: REF, user: BEN, name: 'Benny', reason: 'left', at: NOW } as const;

  it('shows messages, joins and leaves in the seed’s words', () => {
    expect(outbound['chat:message']?.(aMessage())).toEqual({ event: 'message', data: SAID });
    expect(outbound['rooms:joined']?.(joined)).toEqual({
      event: 'user_joined',
      data: { userName: 'Benny', sessionCode: 'ABC234' },
    });
    expect(outbound['rooms:left']?.(left)).toEqual({ event: 'user_left', data: { userName: 'Benny', sessionCode: 'ABC234' } });
  });

  it('shows nothing of somebody who came back within the grace', () => {
    expect(outbound['rooms:joined']?.({ ...joined, returned: true })).toBeNull();
    expect(outbound['rooms:left']?.({ ...left, reason: 'replaced' })).toBeNull();
  });

  it('calls a closed session not found', () => {
    const frame = { event: 'error', data: { message: 'Session not found' } };
    expect(outbound['rooms:closed']?.({ room: REF, reason: 'expired' })).toEqual(frame);
  });

  it.each(['hello', 'server:draining', 'chat:typing', 'rooms:announcement', 'rooms:updated'] as const)(
    'leaves %s out',
    (fact) => {
      expect(outbound[fact]).toBeUndefined();
    },
  );

  it('refuses in one sentence, and unknown sessions in the seed’s own', () => {
    const refusal = (code: ConstructorParameters<typeof AppError>[0]) =>
      groupStudy.refusal(new AppError(code).toPublic(), 'join');
    expect(refusal('ROOM_NOT_FOUND')).toEqual({ event: 'error', data: { message: 'Session not found' } });
    expect(refusal('ROOM_CLOSED')).toEqual({ event: 'error', data: { message: 'Session not found' } });
    expect(refusal('NAME_TAKEN')).toEqual({ event: 'error', data: { message: 'Name already taken in this session' } });
    expect(refusal('GUESTS_NOT_ALLOWED')).toEqual({ event: 'error', data: { message: 'Guests are not allowed here' } });
  });
});

describe('group-study, on the wire', () => {
  it('reads flat frames and writes flat frames', () => {
    expect(groupStudy.raw.read({ type: 'join', sessionCode: 'ABC234' })).toEqual({
      event: 'join',
      fields: { sessionCode: 'ABC234' },
    });
    expect(groupStudy.raw.write({ event: 'created', data: { sessionCode: 'ABC234' } })).toEqual({
      type: 'created',
      sessionCode: 'ABC234',
    });
  });
});
