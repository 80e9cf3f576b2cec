import { isGuestId } from '../common/index.js';
import { shownFile } from '../files/index.js';
import type { Message, Role, RoomRef, User } from '../protocol/index.js';
import type { WrittenMessage } from './message-draft.js';
import type { StoredMessage } from './stored-message.js';

/** What the users table knows of a sender; all null for guests, and for people it does not know (any more). */
export interface SenderProfile {
  readonly username: string | null;
  readonly name: string | null;
  readonly avatarUrl: string | null;
  readonly role: Role | null;
}

export function presentMessage(stored: StoredMessage, room: RoomRef, sender: User): Message {
  return {
    id: stored.id,
    room,
    seq: stored.seq,
    revisionSeq: stored.revisionSeq,
    sender,
    kind: stored.kind,
    text: stored.text,
    metadata: stored.metadata,
    clientId: stored.clientId,
    replyTo: stored.replyTo,
    attachments: (stored.attachments ?? []).map(shownFile),
    mentions: [...(stored.mentions ?? [])],
    reactions: [...(stored.reactions ?? [])],
    createdAt: stored.createdAt.toISOString(),
    editedAt: stored.editedAt?.toISOString() ?? null,
    deletedAt: stored.deletedAt?.toISOString() ?? null,
    pinnedAt: stored.pinnedAt?.toISOString() ?? null,
  };
}

/** A message as its sender's connection knows them; guests by the name that they have in the room. */
export function presentWritten({ draft: { room, sender }, stored }: WrittenMessage): Message {
  return presentMessage(stored, room, sender.guest ? presentGuest(sender.id, stored.senderName ?? sender.name) : sender);
}

/** The sender of a message in the history. Whoever it was, a person is shown. */
export function presentSender({ senderId, senderName }: StoredMessage, profile: SenderProfile): User {
  if (isGuestId(senderId)) return presentGuest(senderId, senderName ?? senderId);
  const { username, name, avatarUrl, role } = profile;
  return { id: senderId, username, name: name ?? senderId, avatarUrl, role: role ?? 'student', guest: false };
}

/** A guest as a sender: by the name used in the room, which history keeps; it keeps nothing else of guests. */
export function presentGuest(id: string, name: string): User {
  return { id, username: null, name, avatarUrl: null, role: 'student', guest: true };
}
