import { AppError } from '../../common/index.js';
import { ONLINE_USERS, type Contact, type Message, type OnlineNews } from '../../protocol/index.js';
import { catchUp } from './catch-up.js';
import { type Dialect, rows } from './dialect.js';
import { optionalText, text } from './fields.js';
import { isFew } from './online-changes.js';
import { ask, frame, look, say, type Said, type Script } from './script.js';
import { wordsOf } from './words.js';

/** What asking for a room of that id may come to where the caller has none; it may be none of our ids at all. */
const NO_ROOM: ReadonlySet<string> = new Set(['ROOM_NOT_FOUND', 'NOT_A_MEMBER', 'INVALID']);

/** Section 3 of the wire contract: Socket.IO, people of a Next.js app, one conversation for each two of them. */
export const directMessages: Dialect = {
  name: 'direct-messages',
  patient: true,
  raw: {
    read: ({ type, data, ...flat }) => ({ event: String(type), fields: data ?? flat }),
    write: ({ event, data }) => ({ type: event, data }),
  },
  catchesUp: true,
  answeredByFact: new Set(['message:send']),
  *onConnect(connection) {
    yield* ask('presence:online', { watch: true });
    yield* catchUp(connection, ({ message, contacts }) => frame('message:receive', said(message, contacts)));
  },
  answersFirst: new Set(['status:request']),
  overlapping: new Set(['message:send']),
  row: rows({
    *'message:send'(fields) {
      const [recipientId, content] = [text(fields, 'recipientId'), text(fields, 'content')];
      const sessionId = optionalText(fields, 'sessionId');
      if (sessionId !== undefined) yield* assertConversation(sessionId, recipientId);
      return yield* ask('chat:send', { to: { id: recipientId }, text: content });
    },
    *'status:request'(_fields, { user }) {
      // Who is to hear of changes from this list on.
      const { users } = yield* ask('presence:online', { watch: true });
      const others = users.map(({ id }) => id).filter((id) => id !== user.id);
      yield* say(frame('users:online', { userIds: [user.id, ...others].slice(0, ONLINE_USERS) }));
    },
  }),
  outbound: { 'presence:online': online },
  personal: {
    'chat:message': (message, { userId }, { contacts }) => {
      if (contacts === undefined) return null;
      return frame(message.sender.id === userId ? 'message:sent' : 'message:receive', said(message, contacts));
    },
  },
  // A client takes the next `message:error` for the answer to what it sent: nothing else may be told by one.
  refusal: ({ code, message }, event) => frame(event === 'message:send' ? 'message:error' : 'error', { message, code }),
};

function* assertConversation(sessionId: string, recipientId: string): Script<void> {
  if (yield* isConversation(sessionId, recipientId)) return;
  throw new AppError('ROOM_NOT_FOUND', { message: 'sessionId is no conversation of you and the recipient.' });
}

function* isConversation(sessionId: string, recipientId: string): Script<boolean> {
  try {
    const { room } = yield* look('rooms:get', { room: { id: sessionId } });
    if (room.kind !== 'direct') return false;
    if (room.peer !== null) return room.peer.id === recipientId;
    // Whoever is not known here yet is a member all the same.
    const { members } = yield* look('rooms:members', { room: { id: sessionId } });
    return members.some(({ user }) => user.id === recipientId);
  } catch (error) {
    if (error instanceof AppError && NO_ROOM.has(error.code)) return false;
    throw error;
  }
}

function online({ users, changes }: OnlineNews): Said {
  if (!isFew(changes)) return frame('users:online', { userIds: users.map(({ id }) => id) });
  return [
    ...changes.came.map(({ id }) => frame('user:online', { userId: id })),
    ...changes.gone.map(({ id }) => frame('user:offline', { userId: id })),
  ];
}

function said(message: Message, contacts: readonly Contact[]) {
  const { id, sender, room, createdAt } = message;
  const recipientId = contacts.find((contact) => contact.id !== sender.id)?.id ?? '';
  return {
    id,
    content: wordsOf(message),
    senderId: sender.id,
    recipientId,
    sessionId: room.id,
    createdAt,
    sender: shown(sender.id, contacts),
    recipient: shown(recipientId, contacts),
  };
}

function shown(userId: string, contacts: readonly Contact[]) {
  const { name = userId, email = null, avatarUrl = null } = contacts.find(({ id }) => id === userId) ?? {};
  return { id: userId, name, email, image: avatarUrl };
}
