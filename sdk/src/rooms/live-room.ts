import type { JoinRoom, Joined, Message, Room as RoomDetails, RoomTarget, UserTarget } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import type { Wire } from '../core/wire.js';
import type { Draft, OutboxEntry } from '../outbox/entry.js';
import type { LiveOutbox } from '../outbox/live-outbox.js';
import { CatchUp } from './catch-up.js';
import { Entrance } from './entrance.js';
import { changed, said, type Change } from './log/change.js';
import { MessageLog } from './log/message-log.js';
import { ReadMark } from './read-mark.js';
import { RoomCommands } from './room-commands.js';
import { hearingOf, type RoomHearing } from './room-facts.js';
import type { Room } from './room.js';
import { emptyRoom, type RoomMessage, type RoomStatus } from './room-state.js';
import type { JoinOptions } from './rooms.js';
import { samePerson } from './same-person.js';
import { ShownMessages, type PendingReaction } from './shown-messages.js';
import { Typing } from './typing.js';

const HISTORY = 50;
/** The end, until somebody asks to come in again. */
const OVER: ReadonlySet<RoomStatus> = new Set(['denied', 'left', 'kicked', 'banned', 'closed', 'failed']);

type Nullable<T> = { readonly [K in keyof T]?: T[K] | null };

/** What a room is opened with. */
export interface Opening {
  readonly wire: Wire;
  readonly outbox: LiveOutbox;
  /** Absent: the conversation with `to`, whose room is not known yet. */
  readonly target: RoomTarget | undefined;
  readonly to: UserTarget | undefined;
  readonly options: JoinOptions;
  /** It was joined. */
  entered(room: RoomDetails): void;
  released(room: LiveRoom): void;
}

/** A room, kept up to date from facts and answers. */
export class LiveRoom extends RoomCommands implements Room {
  readonly log = new MessageLog();
  readonly typing: Typing;
  readonly mark: ReadMark;
  readonly hearing: RoomHearing;
  private readonly entrance: Entrance;
  private readonly catchUp: CatchUp;
  private readonly shown = new ShownMessages();
  private reactions: readonly PendingReaction[] = [];
  /** Answered, but not in the log yet: something is missing before them. */
  private settling: readonly OutboxEntry[] = [];
  private target: RoomTarget | undefined;
  private older: Promise<boolean> | undefined;
  /** Joined, and not out of it since. */
  private isMember = false;
  private readonly stopHearing: (() => void)[];

  constructor(private readonly opening: Opening) {
    super(opening.wire, emptyRoom('joining'));
    const { wire, outbox, options } = opening;
    this.target = opening.target;
    this.hearing = hearingOf(this);
    this.typing = new Typing(
      () => this.patch({ typing: this.typing.users }),
      (on) => void wire.request('chat:typing', { ...this.place(), on }).catch(() => undefined),
    );
    this.mark = new ReadMark((seq) => wire.request('chat:read', { room: this.ref(), seq }));
    this.entrance = new Entrance(wire, {
      target: () => this.joinTarget(),
      entered: (joined) => this.entered(joined),
      refused: (status, error) => this.end(status, error),
    });
    this.catchUp = new CatchUp(wire, {
      log: this.log,
      room: () => this.ref(),
      historyLimit: options.historyLimit ?? HISTORY,
      changed: () => this.refresh(),
      caughtUp: () => this.patch({ live: true }),
    });
    this.stopHearing = [
      outbox.subscribe(() => this.refresh()),
      wire.onConnected(() => void this.come()),
      wire.connection.subscribe(() => this.lookAtConnection()),
    ];
    this.refresh();
  }

  /** The room's id, once it is known. */
  get id(): string | undefined {
    return this.get().room?.id ?? this.target?.id;
  }

  get meId(): string | undefined {
    return this.wire.me.get()?.id;
  }

  /** Of a conversation: with whom, as it was asked for. */
  get person(): UserTarget | undefined {
    return this.opening.to;
  }

  get isOver(): boolean {
    return OVER.has(this.get().status);
  }

  /** Whether that is one of its names. */
  isCalled({ id, key, code }: Nullable<RoomTarget>): boolean {
    const own: Nullable<RoomTarget> = this.get().room ?? this.target ?? {};
    if (id != null && own.id != null) return id === own.id;
    return (key != null && key === own.key) || (code != null && code.toUpperCase() === own.code?.toUpperCase());
  }

  /** A conversation in which nothing was said yet. */
  isNew(): void {
    if (this.target === undefined) this.patch({ status: 'joined', live: true });
  }

  /** Comes in, unless it was told not to. */
  async come(): Promise<void> {
    if (this.target === undefined || OVER.has(this.get().status)) return;
    if (this.get().status !== 'waiting') this.patch({ status: 'joining', live: false });
    await this.entrance.enter();
  }

  /** Which room it is, of a conversation that had none. */
  async adopt(target: RoomTarget): Promise<void> {
    if (this.target !== undefined) return;
    this.target = target;
    await this.come();
  }

  send(draft: Draft | string): RoomMessage {
    this.typing.sent();
    const entry = this.opening.outbox.add(this.destination(), typeof draft === 'string' ? { text: draft } : draft);
    return this.shown.echo(entry, this.wire.me.get(), this.get().room);
  }

  retry(message: RoomMessage): void {
    if (message.clientId !== null) this.opening.outbox.retry(message.clientId);
  }

  discard(message: RoomMessage): void {
    if (message.clientId !== null && message.state !== 'sent') this.opening.outbox.discard(message.clientId);
  }

  /** An entry of ours was said as that message. */
  answered(entry: OutboxEntry, message: Message): void {
    this.settling = [...this.settling, entry];
    // What is said to a person shows where the room of the two is.
    if (this.target === undefined) void this.adopt({ id: message.room.id });
    else this.take(said(message));
  }

  async edit(messageId: string, text: string, ifRevision?: number): Promise<Message> {
    return this.changes(await this.wire.request('chat:edit', { messageId, text, ifRevision }));
  }

  async delete(messageId: string): Promise<Message> {
    return this.changes(await this.wire.request('chat:delete', { messageId }));
  }

  async pin(messageId: string, on = true): Promise<Message> {
    return this.changes(await this.wire.request('chat:pin', { messageId, on }));
  }

  async react(messageId: string, emoji: string, on = true): Promise<Message> {
    const pending: PendingReaction = { messageId, emoji, on };
    this.reactions = [...this.reactions.filter((other) => other.messageId !== messageId || other.emoji !== emoji), pending];
    this.refresh();
    try {
      return this.changes(await this.wire.request('chat:react', pending));
    } finally {
      this.reactions = this.reactions.filter((other) => other !== pending);
      this.refresh();
    }
  }

  async loadPins(): Promise<readonly Message[]> {
    const pins: Message[] = [];
    for (let more = true; more;) {
      const page = await this.wire.request('chat:pins', { room: this.ref(), after: pins.at(-1)?.id });
      pins.push(...page.messages);
      more = page.hasMore && page.messages.length > 0;
    }
    this.patch({ pins });
    return pins;
  }

  markRead(seq = this.log.messages.at(-1)?.seq ?? 0): void {
    if (this.mark.move(Math.min(seq, this.get().lastSeq))) this.refresh();
  }

  setTyping(on: boolean): void {
    if (this.wire.connection.get().state === 'connected') this.typing.set(on);
  }

  loadOlder(limit = HISTORY): Promise<boolean> {
    this.older ??= this.page(limit).finally(() => {
      this.older = undefined;
      this.patch({ loadingOlder: false });
    });
    return this.older;
  }

  async loadUntil(messageId: string, pages = 20): Promise<boolean> {
    for (let page = 0; page < pages && this.log.find(messageId) === undefined; page += 1) {
      if (!(await this.loadOlder(100))) break;
    }
    return this.log.find(messageId) !== undefined;
  }

  async leave(): Promise<void> {
    const { status } = this.get();
    if (OVER.has(status)) return this.release();
    this.end('left', undefined);
    try {
      if (this.target !== undefined) await this.wire.request('rooms:leave', { room: this.ref() });
    } finally {
      this.release();
    }
  }

  async rejoin(): Promise<void> {
    this.patch({ status: 'joining', error: undefined });
    await this.come();
  }

  release(): void {
    this.entrance.stop();
    this.catchUp.stop();
    this.typing.clear();
    this.mark.stop();
    for (const stop of this.stopHearing) stop();
    this.opening.released(this);
  }

  /** Takes a change of the room's messages, whichever way it came. */
  take(change: Change): void {
    this.log.take(change);
    if ('message' in change) {
      this.typing.hear(change.message.sender, false);
      this.learnPin(change.message);
    }
    this.refresh();
    this.catchUp.noticeGap();
  }

  /** It is over, or has to wait. */
  end(status: RoomStatus, error: LyceumError | undefined): void {
    this.entrance.stop();
    this.catchUp.stop();
    if (OVER.has(status)) this.isMember = false;
    const denied = status === 'failed' && error?.code === 'FORBIDDEN' && this.get().status === 'waiting';
    this.patch({ status: denied ? 'denied' : status, error, live: false, participants: [], participantCount: 0, typing: [] });
    this.typing.clear();
    this.opening.outbox.flush();
  }

  /** Shows what the log, the outbox and the marks hold now. */
  refresh(): void {
    const { room } = this.get();
    const me = this.wire.me.get();
    if (this.settling.length > 0) {
      const there = new Set(this.log.messages.map(({ clientId }) => clientId));
      this.settling = this.settling.filter(({ clientId }) => !there.has(clientId));
    }
    const settling = new Set(this.settling.map(({ clientId }) => clientId));
    const waiting = this.opening.outbox.get().filter((entry) => this.owns(entry) && !settling.has(entry.clientId));
    const entries = [...this.settling, ...waiting];
    const messages = this.shown.of({ said: this.log.messages, entries, reactions: this.reactions, me, room });
    const before = this.get().messages;
    const isSame = messages.length === before.length && messages.every((message, index) => message === before[index]);
    const lastSeq = Math.max(this.log.cursor ?? 0, this.log.messages.at(-1)?.seq ?? 0);
    this.patch({
      messages: isSame ? before : messages,
      hasOlder: this.log.hasOlder,
      lastSeq,
      readSeq: this.mark.seq,
      ...this.mark.count(this.log, me?.id, lastSeq),
    });
  }

  /** Whether a message on its way is for this room. */
  owns({ room, to }: OutboxEntry): boolean {
    return to === undefined ? room !== undefined && this.isCalled(room) : samePerson(to, this.opening.to ?? this.get().peer);
  }

  protected override ref(): RoomTarget {
    const { id } = this;
    return id === undefined ? (this.target ?? {}) : { id };
  }

  private destination(): { room: RoomTarget } | { to: UserTarget } {
    const { to } = this.opening;
    return to !== undefined && this.target === undefined ? { to } : { room: this.ref() };
  }

  private place(): { room?: RoomTarget; to?: UserTarget } {
    return this.destination();
  }

  /** The id opens a room to its members; others need what they came by. A guest's membership may have ended meanwhile. */
  private joinTarget(): JoinRoom {
    const { create, name } = this.opening.options;
    const { id, key, code } = this.get().room ?? {};
    if (id !== undefined && this.isMember && this.wire.me.get()?.guest !== true) return { id };
    const target = code != null ? { code } : key != null ? { key } : this.target;
    return { ...target, name, create: target?.key === undefined ? undefined : create };
  }

  private entered({ room, role, participants, participantCount, lastSeq, readSeq }: Joined): void {
    this.isMember = true;
    this.mark.hear({ readSeq });
    this.patch({
      status: 'joined',
      error: undefined,
      room,
      peer: room.peer ?? this.get().peer,
      role,
      participants,
      participantCount,
    });
    this.opening.entered(room);
    this.refresh();
    this.catchUp.begin(lastSeq);
    this.mark.plan();
    this.opening.outbox.flush();
  }

  private changes(message: Message): Message {
    this.take(changed(message));
    return message;
  }

  private async page(limit: number): Promise<boolean> {
    const before = this.log.messages[0]?.seq;
    if (!this.log.hasOlder || before === undefined) return false;
    this.patch({ loadingOlder: true });
    this.log.beginOlder();
    this.log.older(await this.wire.request('chat:history', { room: this.ref(), before, limit }));
    this.refresh();
    return this.log.hasOlder;
  }

  private learnPin(message: Message): void {
    const { pins } = this.get();
    const others = pins.filter(({ id }) => id !== message.id);
    const wasPinned = others.length < pins.length;
    if (message.pinnedAt === null) {
      if (wasPinned) this.patch({ pins: others });
    } else this.patch({ pins: wasPinned ? pins.map((pin) => (pin.id === message.id ? message : pin)) : [...pins, message] });
  }

  private lookAtConnection(): void {
    if (this.wire.connection.get().state === 'connected') return;
    if (this.get().typing.length > 0) {
      this.typing.clear();
      this.patch({ typing: [] });
    }
    if (this.get().live) this.patch({ live: false });
  }
}
