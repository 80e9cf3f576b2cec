import { AppError } from '../../../common/index.js';
import type { Contact, FactData, Message, MissedMessage, RoomTarget } from '../../../protocol/index.js';
import type { Aside, ConnectionView, Fields, InboundRow, PersonalRows, Viewer } from '../dialect.js';
import { isNamed, shownRoom } from '../room-names.js';
import { ask, frame, type Said } from '../script.js';
import { wordsOf } from '../words.js';
import { name, optionalName, optionalObject } from './fields.js';
import { sendWithFile, shownFile } from './files.js';
import { between, shownId } from './frames.js';
import { session } from './sessions.js';

const KIND = /^[\w-]{1,32}$/;

export const messageRows: Readonly<Record<string, InboundRow>> = {
  *send_message(fields, connection) {
    const [metadata, fileId] = [optionalObject(fields, 'metadata'), optionalName(fields, 'fileId')];
    const said = {
      ...place(fields, connection),
      text: fileId === undefined ? name(fields, 'content') : (optionalName(fields, 'content') ?? ''),
      kind: kindOf(fields),
      ...(metadata === undefined ? {} : { metadata }),
    };
    return yield* fileId === undefined ? ask('chat:send', said) : sendWithFile(said, fileId);
  },
  mark_read: markRead,
  message_read: markRead,
  user_typing: typing(true),
  user_stopped_typing: typing(false),
};

export const messageFacts: PersonalRows = {
  'chat:message': (message, { userId }, { contacts }) => {
    const payload = said(message, contacts);
    return payload === null ? null : frame(message.sender.id === userId ? 'message_sent' : 'message_received', payload);
  },
  'chat:receipt': marked,
  'chat:typing': ({ room, user, on }, viewer) => {
    // On one's own other devices there is nothing to show.
    if (user.id === viewer.userId) return null;
    const where = isNamed(room) ? { senderId: shownId(user.id), sessionId: shownRoom(room) } : between(user, viewer);
    return frame(on ? 'user_typing' : 'user_stopped_typing', { ...where, userId: shownId(user.id), isTyping: on });
  },
};

function* markRead(fields: Fields): ReturnType<InboundRow> {
  const messageId = optionalName(fields, 'messageId');
  // All that this person wrote.
  const mark = messageId === undefined ? { with: { id: name(fields, 'senderId') } } : { messageId };
  return yield* ask('chat:read', mark);
}

function typing(on: boolean): InboundRow {
  return function* (fields, connection) {
    return yield* ask('chat:typing', { ...place(fields, connection), on });
  };
}

/** A person, or, where none is named, a session that was joined. */
function place(fields: Fields, connection: ConnectionView): { to: { id: string } } | { room: RoomTarget } {
  const receiverId = optionalName(fields, 'receiverId');
  if (receiverId !== undefined) return { to: { id: receiverId } };
  const sessionId = optionalName(fields, 'sessionId');
  if (sessionId !== undefined) return { room: session(connection, sessionId) };
  throw new AppError('INVALID', {
    field: 'receiverId',
    message: 'Say to whom: give receiverId, or the sessionId of a joined session',
  });
}

function kindOf(fields: Fields): string {
  const kind = optionalName(fields, 'messageType') ?? optionalName(fields, 'type') ?? 'text';
  if (KIND.test(kind)) return kind;
  throw new AppError('INVALID', { field: 'messageType', message: 'messageType must be 1 to 32 of a-z, A-Z, 0-9, _ and -' });
}

/** What was said to the person while they were away. */
export function missed({ message, contacts }: MissedMessage): Said {
  const payload = said(message, contacts);
  return payload && frame('message_received', payload);
}

/** Null for what was said in a room that this dialect has no name for. */
function said(message: Message, contacts: readonly Contact[] | undefined) {
  const { id, sender, room, kind, createdAt } = message;
  const peer = contacts?.find((contact) => contact.id !== sender.id);
  if (peer === undefined && !isNamed(room)) return null;
  const [file] = message.attachments;
  const metadata = message.metadata ?? {};
  return {
    id,
    senderId: shownId(sender.id),
    ...(peer === undefined ? { sessionId: shownRoom(room) } : { receiverId: shownId(peer.id) }),
    timestamp: createdAt,
    content: wordsOf(message, 1),
    messageType: kind,
    type: kind,
    metadata,
    ...('fileId' in metadata ? { fileId: metadata.fileId } : {}),
    ...(file === undefined ? {} : shownFile(message, file)),
    senderName: sender.name,
  };
}

/** Tells the sender of each message that it reached, or was read by, somebody. */
function marked({ user }: FactData<'chat:receipt'>, viewer: Viewer, { marks }: Aside): Said {
  if (marks === undefined || user.id === viewer.userId) return null;
  const own = (messages: readonly { id: string; senderId: string }[]) =>
    messages.filter(({ senderId }) => senderId === viewer.userId);
  const head = { ...between(user, viewer), timestamp: marks.at };
  return [
    ...own(marks.delivered).map(({ id }) => frame('message_delivered', { ...head, messageId: id, deliveredAt: marks.at })),
    ...own(marks.read).map(({ id }) =>
      frame('message_read', { ...head, messageId: id, readAt: marks.at, readerId: shownId(user.id) }),
    ),
  ];
}
