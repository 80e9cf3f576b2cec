import { AppError } from '../../common/index.js';
import type { Message, RoomTarget } from '../../protocol/index.js';
import { type ConnectionView, type Dialect, type Fields, rows } from './dialect.js';
import { emptyOrText, optionalText, text } from './fields.js';
import { isNamed, joinByName, joinedRoom, shownRoom } from './room-names.js';
import { ask, frame, say } from './script.js';
import { standing } from './standing.js';
import { wordsOf } from './words.js';

const HISTORY = 50;

/** Section 5 of the wire contract: raw JSON frames, a token in the URL, rooms by any name. */
export const skillLift: Dialect = {
  name: 'skill-lift',
  patient: true,
  raw: {
    read: ({ type, data, payload, ...flat }) => ({ event: String(type), fields: data ?? payload ?? flat }),
    write: ({ event, data }) => ({ type: event, payload: data }),
  },
  *onConnect({ id, user }) {
    yield* say(frame('connected', { userId: user.id, userName: user.name, connectionId: id }));
  },
  answersFirst: new Set(['join_room']),
  overlapping: new Set(['chat_message']),
  row: rows({
    *join_room(fields) {
      const joined = yield* joinByName(text(fields, 'roomId'));
      const participants = joined.participants.map(({ user, name, joinedAt }) => ({ userId: user.id, userName: name, joinedAt }));
      yield* say(frame('room_joined', { roomId: shownRoom(joined.room), participants }));
      const page = yield* ask('chat:history', { room: { id: joined.room.id }, before: joined.lastSeq + 1, limit: HISTORY });
      for (const message of standing(page.messages)) yield* say(frame('chat_message', { ...said(message), history: true }));
    },
    *leave_room(fields, connection) {
      return yield* ask('rooms:leave', { room: room(fields, connection) });
    },
    *chat_message(fields, connection) {
      const [fileId, clientId] = [optionalText(fields, 'fileId'), optionalText(fields, 'clientId')];
      return yield* ask('chat:send', {
        room: room(fields, connection),
        text: fileId === undefined ? text(fields, 'message') : emptyOrText(fields, 'message'),
        kind: optionalText(fields, 'messageType') ?? (fileId === undefined ? 'text' : 'file'),
        ...(clientId === undefined ? {} : { clientId }),
        ...(fileId === undefined ? {} : { attachments: [fileId] }),
      });
    },
    *ping({ timestamp }, _connection, { now }) {
      if (timestamp !== undefined && typeof timestamp !== 'number')
        throw new AppError('INVALID', { field: 'timestamp', message: 'timestamp must be a number' });
      yield* say(frame('pong', { timestamp, serverTime: now().toISOString() }));
    },
    *live_session_update(fields, connection) {
      const { roomId: _, ...data } = fields;
      return yield* ask('rooms:announce', { room: room(fields, connection), data });
    },
  }),
  outbound: {
    'chat:message': (message) => (isNamed(message.room) ? frame('chat_message', said(message)) : null),
    'rooms:joined': ({ room, user, name, joinedAt }) =>
      frame('user_joined', { roomId: shownRoom(room), userId: user.id, userName: name, timestamp: joinedAt }),
    'rooms:left': ({ room, user, name, at }) =>
      frame('user_left', { roomId: shownRoom(room), userId: user.id, userName: name, timestamp: at }),
    'rooms:announcement': ({ room, user, data, at }) =>
      frame('live_session_update', {
        ...data,
        roomId: shownRoom(room),
        userId: user.id,
        userName: user.name,
        timestamp: at,
      }),
    'rooms:closed': ({ room }) =>
      frame('error', { code: 'ROOM_CLOSED', message: `The room ${shownRoom(room)} has been closed.`, type: 'join_room' }),
    notification: ({ id, title, body, data, createdAt }) => frame('notification', { id, title, body, data, createdAt }),
    error: ({ code, message, event }) => frame('error', { code, message, ...(event === null ? {} : { type: event }) }),
  },
  refusal: ({ code, message }, event) => frame('error', { code, message, ...(event === null ? {} : { type: event }) }),
};

function room(fields: Fields, connection: ConnectionView): RoomTarget {
  const name = text(fields, 'roomId');
  return joinedRoom(connection, name) ?? { key: name };
}

function said(message: Message) {
  const [file] = message.attachments;
  return {
    roomId: shownRoom(message.room),
    id: message.id,
    seq: message.seq,
    userId: message.sender.id,
    userName: message.sender.name,
    message: wordsOf(message, 1),
    messageType: file !== undefined && message.kind === 'text' ? 'file' : message.kind,
    ...(file === undefined ? {} : { fileId: file.id, fileName: file.name, fileSize: file.size, fileUrl: file.url }),
    timestamp: message.createdAt,
  };
}
