import { describe, expect, it } from '@jest/globals';
import {
  aConnection,
  aFile,
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
import { skillLift } from './skill-lift.js';

const REF: RoomRef = { id: 'room-1', key: 'session_42', code: null };
const ROOM = aRoom(REF);
const MESSAGE = aMessage({ room: REF });
const SAID = {
  roomId: 'session_42',
  id: 'message-1',
  seq: 1,
  userId: 'u-ana',
  userName: 'Ana',
  message: 'Hello',
  messageType: 'text',
  timestamp: NOW,
};

const answers: Answers = {
  'rooms:join': () => joinedRoom(ROOM, [aParticipant(BEN, { name: 'Benny' })], 3),
  'chat:history': () => ({ messages: [MESSAGE], hasMore: false }),
  'chat:send': () => MESSAGE,
};

function handle(event: string, fields: object, given: Answers = answers, rooms: RoomRef[] = []) {
  const row = skillLift.row(event);
  if (row === undefined) throw new Error(`There is no ${event}`);
  return play(row(fields as Record<string, unknown>, aConnection(ANA, rooms), SERVER), given);
}

describe('skill-lift, from the client', () => {
  const entered = [
    says('room_joined', { roomId: 'session_42', participants: [{ userId: 'u-ben', userName: 'Benny', joinedAt: NOW }] }),
    asks('chat:history', { room: { id: 'room-1' }, before: 4, limit: 50 }),
    says('chat_message', { ...SAID, history: true }),
  ];

  it('is greeted with who it is', () => {
    const script = skillLift.onConnect?.(aConnection(), SERVER);
    const connected = says('connected', { userId: 'u-ana', userName: 'Ana', connectionId: 'connection-1' });
    expect(script && play(script).deeds).toEqual([connected]);
  });

  it('join_room makes a room of an unknown name, lists who is there, and gives the history', () => {
    const join = asks('rooms:join', { key: 'session_42', create: true });
    expect(handle('join_room', { roomId: 'session_42' }).deeds).toEqual([join, ...entered]);
  });

  it('join_room with a live session’s code joins that session', () => {
    expect(handle('join_room', { roomId: 'abc234' }).deeds).toEqual([asks('rooms:join', { code: 'abc234' }), ...entered]);
  });

  it('join_room with what only looks like a code makes a room of that name', () => {
    const { deeds } = handle(
      'join_room',
      { roomId: 'ABC234' },
      {
        ...answers,
        'rooms:join': ({ code }: { code?: string }) =>
          code === undefined ? joinedRoom(ROOM, []) : new AppError('ROOM_NOT_FOUND'),
      },
    );
    expect(deeds.slice(0, 2)).toEqual([
      asks('rooms:join', { code: 'ABC234' }),
      asks('rooms:join', { key: 'ABC234', create: true }),
    ]);
    expect(deeds).toHaveLength(5);
  });

  it.each(['ROOM_FULL', 'RATE_LIMITED', 'ROOM_CLOSED'] as const)('join_room with a code makes no room after %s', (code) => {
    const refused = new AppError(code);
    expect(() => handle('join_room', { roomId: 'ABC234' }, { 'rooms:join': () => refused })).toThrow(refused);
  });

  it('chat_message goes into the joined room', () => {
    expect(handle('chat_message', { roomId: 'session_42', message: 'Hello' }, answers, [REF]).deeds).toEqual([
      asks('chat:send', { room: { id: 'room-1' }, text: 'Hello', kind: 'text' }),
    ]);
  });

  it('chat_message takes its type and clientId along, and nothing else', () => {
    const fields = { roomId: 'other', message: 'x', messageType: 'code', clientId: 'c-1', userId: 'u-ben', seq: 9, timestamp: 0 };
    expect(handle('chat_message', fields).deeds).toEqual([
      asks('chat:send', { room: { key: 'other' }, text: 'x', kind: 'code', clientId: 'c-1' }),
    ]);
  });

  it.each([
    [{ message: 'Look' }, { text: 'Look', kind: 'file' }],
    [
      { message: '', messageType: 'image' },
      { text: '', kind: 'image' },
    ],
    [{}, { text: '', kind: 'file' }],
  ])('chat_message %j with a file shows it', (fields, said) => {
    const { deeds } = handle('chat_message', { roomId: 'other', fileId: 'f-1', ...fields });
    expect(deeds).toEqual([asks('chat:send', { room: { key: 'other' }, ...said, attachments: ['f-1'] })]);
  });

  it('leave_room leaves', () => {
    const { deeds } = handle('leave_room', { roomId: 'session_42' }, answers, [REF]);
    expect(deeds).toEqual([asks('rooms:leave', { room: { id: 'room-1' } })]);
  });

  it('ping is answered with its own timestamp and the server’s time', () => {
    expect(handle('ping', { timestamp: 1.5 }).deeds).toEqual([says('pong', { timestamp: 1.5, serverTime: NOW })]);
  });

  it('ping without a timestamp is answered with the server’s time', () => {
    expect(handle('ping', {}).deeds).toEqual([says('pong', { serverTime: NOW })]);
  });

  it('live_session_update announces all fields but the room’s', () => {
    const { deeds } = handle('live_session_update', { roomId: 'session_42', slide: 3, userId: 'u-ben' }, answers, [REF]);
    expect(deeds).toEqual([asks('rooms:announce', { room: { id: 'room-1' }, data: { slide: 3, userId: 'u-ben' } })]);
  });

  it.each([
    ['join_room', {}, 'roomId'],
    ['join_room', { roomId: 42 }, 'roomId'],
    ['leave_room', { roomId: '' }, 'roomId'],
    ['chat_message', { roomId: 'a' }, 'message'],
    ['chat_message', { message: 'x' }, 'roomId'],
    ['chat_message', { roomId: 'a', message: 'x', clientId: 7 }, 'clientId'],
    ['chat_message', { roomId: 'a', message: 'x', messageType: {} }, 'messageType'],
    ['chat_message', { roomId: 'a', message: 'x', fileId: 7 }, 'fileId'],
    ['chat_message', { roomId: 'a', message: 7, fileId: 'f-1' }, 'message'],
    ['ping', { timestamp: '12' }, 'timestamp'],
    ['ping', { timestamp: null }, 'timestamp'],
    ['live_session_update', { slide: 3 }, 'roomId'],
  ])('%s %j is refused for its %s', (event, fields, field) => {
    const expected = expect.objectContaining({ code: 'INVALID', field });
    expect(() => handle(event, fields)).toThrow(expected);
  });

  it('knows no other events', () => {
    for (const event of ['connected', 'chat:send', 'toString', '__proto__']) expect(skillLift.row(event)).toBeUndefined();
  });
});

describe('skill-lift, to the client', () => {
  const { outbound } = skillLift;

  it('shows messages, joins and leaves', () => {
    expect(outbound['chat:message']?.(MESSAGE)).toEqual({ event: 'chat_message', data: SAID });
    const person = { roomId: 'session_42', userId: 'u-ben', userName: 'Benny', timestamp: NOW };
    const joined = { room: REF, user: BEN, name: 'Benny', role: 'member', joinedAt: NOW, returned: false } as const;
    expect(outbound['rooms:joined']?.(joined)).toEqual({ event: 'user_joined', data: person });
    const left = { room: REF, user: BEN, name: 'Benny', reason: 'disconnected', at: NOW } as const;
    expect(outbound['rooms:left']?.(left)).toEqual({ event: 'user_left', data: person });
  });

  it('shows a message’s first file in fields of its own, and the others as words', () => {
    const [file, other] = [aFile(), aFile({ id: 'f-2', name: 'photo.png', url: '/api/files/f-2' })];
    const fields = { fileId: file.id, fileName: 'plan.pdf', fileSize: 1_234, fileUrl: file.url };
    const frame = (data: object) => ({ event: 'chat_message', data: { ...SAID, messageType: 'file', ...fields, ...data } });
    const shown = (more: object) => outbound['chat:message']?.({ ...MESSAGE, ...more });
    expect(shown({ attachments: [file], kind: 'file' })).toEqual(frame({}));
    expect(shown({ attachments: [file], text: '' })).toEqual(frame({ message: 'plan.pdf' }));
    expect(shown({ attachments: [file], kind: 'homework' })).toEqual(frame({ messageType: 'homework' }));
    expect(shown({ attachments: [file, other] })).toEqual(frame({ message: 'Hello\nphoto.png: /api/files/f-2' }));
  });

  it('lets an announcement’s own fields pass, but not over who, where and when', () => {
    const data = { slide: 3, roomId: 'x', userId: 'x', userName: 'x', timestamp: 'x' };
    expect(outbound['rooms:announcement']?.({ room: REF, user: ANA, data, at: NOW })).toEqual({
      event: 'live_session_update',
      data: { slide: 3, roomId: 'session_42', userId: 'u-ana', userName: 'Ana', timestamp: NOW },
    });
  });

  it('shows a notification, without what is its receiver’s own', () => {
    const notification = { id: 'n-1', kind: 'mention', title: 'Ana', body: 'Look!', data: { roomId: 'room-1' } } as const;
    expect(outbound.notification?.({ ...notification, createdAt: NOW, readAt: null })).toEqual({
      event: 'notification',
      data: { id: 'n-1', title: 'Ana', body: 'Look!', data: { roomId: 'room-1' }, createdAt: NOW },
    });
  });

  it('says that a room was closed', () => {
    const frame = outbound['rooms:closed']?.({ room: REF, reason: 'expired' });
    expect(frame).toEqual({
      event: 'error',
      data: { code: 'ROOM_CLOSED', message: expect.stringContaining('session_42'), type: 'join_room' },
    });
  });

  it.each(['hello', 'server:draining', 'chat:typing', 'rooms:updated', 'auth:expiring'] as const)('leaves %s out', (fact) => {
    expect(outbound[fact]).toBeUndefined();
  });

  it('refuses with code, sentence and the type that was refused', () => {
    const { refusal } = skillLift;
    const muted = new AppError('MUTED').toPublic();
    expect(refusal(muted, 'chat_message')).toEqual({
      event: 'error',
      data: { code: 'MUTED', message: muted.message, type: 'chat_message' },
    });
    expect(refusal(muted, null)).toEqual({ event: 'error', data: { code: 'MUTED', message: muted.message } });
  });
});

describe('skill-lift, on the wire', () => {
  it.each([
    ['data', { type: 'ping', data: { timestamp: 1 } }],
    ['payload', { type: 'ping', payload: { timestamp: 1 } }],
    ['flat fields', { type: 'ping', timestamp: 1 }],
  ])('reads %s', (_form, frame) => {
    expect(skillLift.raw.read(frame)).toEqual({ event: 'ping', fields: { timestamp: 1 } });
  });

  it('writes type and payload', () => {
    expect(skillLift.raw.write({ event: 'pong', data: { timestamp: 1 } })).toEqual({ type: 'pong', payload: { timestamp: 1 } });
  });
});
