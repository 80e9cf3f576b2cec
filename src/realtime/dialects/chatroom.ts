import { AppError } from '../../common/index.js';
import type { Message, OnlineUsers, Room } from '../../protocol/index.js';
import { callError, callEvents, callFacts, chatroomCalls, personalCallFacts } from './chatroom-calls.js';
import { type Dialect, rows } from './dialect.js';
import { text } from './fields.js';
import { shownName } from './person-names.js';
import { ask, frame, say, type Script } from './script.js';
import { standing } from './standing.js';
import { wordsOf } from './words.js';

/** The one room of this dialect's clients. */
const LOBBY = 'lobby';
const HISTORY = 50;
/** Where much was deleted, this many pages are looked through for what is left. */
const PAGES = 3;

/** Section 2 of the wire contract: Socket.IO, one lobby for everybody, people by username. */
export const chatroom: Dialect = {
  name: 'chatroom',
  patient: true,
  raw: {
    read: ({ type, data, ...flat }) => ({ event: String(type), fields: data ?? flat }),
    write: ({ event, data }) => ({ type: event, data }),
  },
  *onConnect() {
    const { room, lastSeq } = yield* ask('rooms:join', { key: LOBBY });
    yield* say(frame('message_history', (yield* lastMessages(room, lastSeq)).map(said)));
    const online = yield* ask('presence:online', { watch: true });
    yield* say(frame('online_users', usernames(online)));
  },
  answersFirst: new Set(),
  overlapping: new Set(['send_message']),
  row: rows({
    *send_message(fields) {
      const message = { room: { key: LOBBY }, text: text(fields, 'text') };
      try {
        return yield* ask('chat:send', message);
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'NOT_A_MEMBER')) throw error;
      }
      // They left by another client, or were removed; this one knows no way to come back but to begin anew.
      yield* ask('rooms:join', { key: LOBBY });
      return yield* ask('chat:send', message);
    },
    ...chatroomCalls,
  }),
  outbound: {
    // A person may be in other rooms, too, from where a chat-room client knows nothing.
    'chat:message': (message) => (message.room.key === LOBBY ? frame('new_message', said(message)) : null),
    'presence:online': (online) => frame('online_users', usernames(online)),
    ...callFacts,
  },
  personal: personalCallFacts,
  refusal: (error, event, fields) => {
    if (event !== null && callEvents.has(event)) return callError(error, fields);
    const { code, message } = error;
    return frame('error', { code, message, event });
  },
  refusesAloud: callEvents,
};

function* lastMessages({ id }: Room, lastSeq: number): Script<Message[]> {
  let messages: Message[] = [];
  let before = lastSeq + 1;
  for (let pages = 0; pages < PAGES && messages.length < HISTORY; pages += 1) {
    const page = yield* ask('chat:history', { room: { id }, before, limit: HISTORY });
    messages = [...standing(page.messages), ...messages];
    if (!page.hasMore) break;
    before = page.messages[0]?.seq ?? 1;
  }
  return messages.slice(-HISTORY);
}

function said(message: Message) {
  return { id: message.id, username: shownName(message.sender), text: wordsOf(message), timestamp: message.createdAt };
}

function usernames({ users }: OnlineUsers): string[] {
  return [...new Set(users.map(shownName))];
}
