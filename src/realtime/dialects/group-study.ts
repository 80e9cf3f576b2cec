import type { Message, RoomTarget } from '../../protocol/index.js';
import { type ConnectionView, type Dialect, type Fields, rows } from './dialect.js';
import { optionalText, text } from './fields.js';
import { isNamed, joinedRoom, shownRoom } from './room-names.js';
import { ask, frame, say, type Script } from './script.js';
import { standing } from './standing.js';
import { wordsOf } from './words.js';

const HISTORY = 50;

/** Section 1 of the wire contract: raw JSON frames, no login, six-character session codes. */
export const groupStudy: Dialect = {
  name: 'group-study',
  patient: true,
  raw: {
    read: ({ type, ...fields }) => ({ event: String(type), fields }),
    write: ({ event, data }) => Object.assign({ type: event }, data),
  },
  answersFirst: new Set(['join', 'create']),
  overlapping: new Set(['message']),
  row: rows({
    *create(fields) {
      const userName = optionalText(fields, 'userName');
      const room = yield* ask('rooms:create', {});
      yield* say(frame('created', { sessionCode: shownRoom(room) }));
      if (userName !== undefined) yield* enter({ id: room.id }, userName, false);
    },
    *join(fields) {
      yield* enter({ code: text(fields, 'sessionCode') }, text(fields, 'userName'), fields.history === true);
    },
    *message(fields, connection) {
      return yield* ask('chat:send', { room: session(fields, connection), text: text(fields, 'message') });
    },
    *leave(fields, connection) {
      return yield* ask('rooms:leave', { room: session(fields, connection) });
    },
  }),
  outbound: {
    'chat:message': (message) => (isNamed(message.room) ? frame('message', said(message)) : null),
    'rooms:joined': ({ room, name, returned }) =>
      returned ? null : frame('user_joined', { userName: name, sessionCode: shownRoom(room) }),
    'rooms:left': ({ room, name, reason }) =>
      reason === 'replaced' ? null : frame('user_left', { userName: name, sessionCode: shownRoom(room) }),
    'rooms:closed': () => frame('error', { message: 'Session not found' }),
  },
  refusal: ({ code, message }) =>
    frame('error', { message: code === 'ROOM_NOT_FOUND' || code === 'ROOM_CLOSED' ? 'Session not found' : message }),
};

function* enter(room: RoomTarget, name: string, history: boolean): Script<void> {
  const joined = yield* ask('rooms:join', { ...room, name });
  const participants = joined.participants.map((participant) => participant.name);
  yield* say(frame('joined', { sessionCode: shownRoom(joined.room), participants }));
  if (!history) return;
  const page = yield* ask('chat:history', { room: { id: joined.room.id }, before: joined.lastSeq + 1, limit: HISTORY });
  for (const message of standing(page.messages)) yield* say(frame('message', { ...said(message), history: true }));
}

function session(fields: Fields, connection: ConnectionView): RoomTarget {
  const code = text(fields, 'sessionCode');
  return joinedRoom(connection, code) ?? { code };
}

function said(message: Message) {
  return {
    userName: message.sender.name,
    message: wordsOf(message),
    sessionCode: shownRoom(message.room),
    id: message.id,
    seq: message.seq,
    timestamp: message.createdAt,
  };
}
