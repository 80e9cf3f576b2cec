import type { Message, RoomRef, User } from '../../../src/protocol/index.js';
import type { OutboxEntry } from '../outbox/entry.js';
import { reactionsAfter } from './log/change.js';
import type { RoomMessage } from './room-state.js';

/** A reaction of ours that the server has not answered yet. */
export interface PendingReaction {
  readonly messageId: string;
  readonly emoji: string;
  readonly on: boolean;
}

/** What a list of messages is made of. */
export interface Sources {
  readonly said: readonly Message[];
  /** On their way, in order. */
  readonly entries: readonly OutboxEntry[];
  readonly reactions: readonly PendingReaction[];
  readonly me: User | undefined;
  readonly room: RoomRef | undefined;
}

/** Makes the list that is shown, of what was said and what is on its way; what did not change keeps its identity. */
export class ShownMessages {
  private plain = new WeakMap<Message, RoomMessage>();
  private readonly echoes = new WeakMap<OutboxEntry, RoomMessage>();
  private meId: string | undefined;
  private last: readonly RoomMessage[] = [];

  of({ said, entries, reactions, me, room }: Sources): readonly RoomMessage[] {
    if (me?.id !== this.meId) this.plain = new WeakMap();
    this.meId = me?.id;
    const shown = said.map((message) => this.withReactions(this.shown(message), reactions));
    const clientIds = new Set(shown.flatMap(({ mine, clientId }) => (mine && clientId !== null ? [clientId] : [])));
    const pending = entries.filter(({ clientId }) => !clientIds.has(clientId));
    const all = [...shown, ...pending.map((entry) => this.echo(entry, me, room))];
    const isSame = all.length === this.last.length && all.every((message, index) => message === this.last[index]);
    return (this.last = isSame ? this.last : all);
  }

  /** A message on its way as it will look, as far as that is known here. */
  echo(entry: OutboxEntry, me: User | undefined, room: RoomRef | undefined): RoomMessage {
    const known = this.echoes.get(entry);
    if (known !== undefined) return known;
    const echo = echoOf(entry, me, room);
    this.echoes.set(entry, echo);
    return echo;
  }

  private shown(message: Message): RoomMessage {
    const known = this.plain.get(message);
    if (known !== undefined) return known;
    const mine = message.sender.id === this.meId;
    const key = mine && message.clientId !== null ? message.clientId : message.id;
    const shown: RoomMessage = { ...message, key, mine, state: 'sent', error: undefined };
    this.plain.set(message, shown);
    return shown;
  }

  private withReactions(message: RoomMessage, pending: readonly PendingReaction[]): RoomMessage {
    const own = pending.filter(({ messageId }) => messageId === message.id);
    if (own.length === 0 || this.meId === undefined) return message;
    const userId = this.meId;
    return {
      ...message,
      reactions: own.reduce((list, { emoji, on }) => reactionsAfter(list, { emoji, userId, on }), message.reactions),
    };
  }
}

const NOBODY: User = { id: '', username: null, name: '', avatarUrl: null, role: 'student', guest: false };

function echoOf(entry: OutboxEntry, me = NOBODY, room: RoomRef = { id: '', key: null, code: null }): RoomMessage {
  const { message, clientId, createdAt, state, error, attachments } = entry;
  return {
    id: `local:${clientId}`,
    key: clientId,
    room,
    seq: 0,
    revisionSeq: 0,
    sender: me,
    kind: message.kind ?? 'text',
    text: message.text,
    metadata: message.metadata ?? null,
    clientId,
    replyTo: message.replyTo ?? null,
    attachments: [...attachments],
    mentions: message.mentions ?? [],
    reactions: [],
    createdAt,
    editedAt: null,
    deletedAt: null,
    pinnedAt: null,
    mine: true,
    state,
    error,
  };
}
