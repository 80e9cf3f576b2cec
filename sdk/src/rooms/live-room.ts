import type { Joined, Message, RoomTarget, UserTarget } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import type { Draft, OutboxEntry } from '../outbox/entry.js';
import { CatchUp } from './catch-up.js';
import { Echoes } from './echoes.js';
import { Entrance } from './entrance.js';
import { said, type Change } from './log/change.js';
import { MessageLog } from './log/message-log.js';
import { MessageCommands } from './message-commands.js';
import { joinTargetOf, sameRoom, type RoomName } from './room-name.js';
import type { Opening } from './opening.js';
import { ReadMark } from './read-mark.js';
import { hearingOf, type RoomHearing } from './room-facts.js';
import type { Room } from './room.js';
import { emptyRoom, isOver, type RoomMessage, type RoomStatus } from './room-state.js';
import { samePerson } from './same-person.js';
import { ShownMessages } from './shown-messages.js';
import { Typing } from './typing.js';

const HISTORY = 50;
/** A room, kept up to date from facts and answers. */
export class LiveRoom extends MessageCommands implements Room {
  readonly typing: Typing;
  readonly mark: ReadMark;
  readonly hearing: RoomHearing;
  private readonly entrance: Entrance;
  private readonly catchUp: CatchUp;
  private readonly shown = new ShownMessages();
  private readonly echoes: Echoes;
  private target: RoomTarget | undefined;
  /** Joined, and not out of it since. */
  private isMember = false;
  private readonly stopHearing: (() => void)[];

  constructor(private readonly opening: Opening) {
    super(opening.wire, new MessageLog(), emptyRoom('joining'));
    const { wire, outbox, options } = opening;
    this.target = opening.target;
    this.echoes = new Echoes(outbox, (entry) => this.owns(entry));
    this.hearing = hearingOf(this);
    this.typing = new Typing(
      () => this.patch({ typing: this.typing.users }),
      (on) => void wire.request('chat:typing', { ...this.destination(), on }).catch(() => undefined),
    );
    this.mark = new ReadMark((seq) => wire.request('chat:read', { room: this.ref(), seq }));
    this.entrance = new Entrance(wire, {
      target: () => {
        const isMember = this.isMember && wire.me.get()?.guest !== true;
        return joinTargetOf({ room: this.get().room, target: this.target, isMember, options });
      },
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
    return isOver(this.get().status);
  }

  /** Whether that is one of its names. */
  isCalled(name: RoomName): boolean {
    return sameRoom(this.get().room ?? this.target ?? {}, name);
  }

  /** A conversation in which nothing was said yet. */
  isNew(): void {
    if (this.target === undefined) this.patch({ status: 'joined', live: true });
  }

  /** Comes in, unless it was told not to. */
  async come(): Promise<void> {
    if (this.target === undefined || isOver(this.get().status)) return;
    if (this.get().status !== 'waiting') this.patch({ status: 'joining', live: false });
    // Else with the next connect.
    if (this.wire.connection.get().state === 'connected') await this.entrance.enter();
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
    this.echoes.settle(entry);
    // What is said to a person shows where the room of the two is.
    if (this.target === undefined) void this.adopt({ id: message.room.id });
    else this.take(said(message));
  }

  markRead(seq = this.log.messages.at(-1)?.seq ?? 0): void {
    if (this.mark.move(Math.min(seq, this.get().lastSeq))) this.refresh();
  }

  setTyping(on: boolean): void {
    if (this.wire.connection.get().state === 'connected') this.typing.set(on);
  }

  async leave(): Promise<void> {
    const { status } = this.get();
    if (isOver(status)) {
      this.release();
      return;
    }
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
    this.opening.released();
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
    if (isOver(status)) this.isMember = false;
    const denied = status === 'failed' && error?.code === 'FORBIDDEN' && this.get().status === 'waiting';
    this.patch({ status: denied ? 'denied' : status, error, live: false, participants: [], participantCount: 0, typing: [] });
    this.typing.clear();
    this.opening.outbox.flush();
  }

  /** Shows what the log, the outbox and the marks hold now. */
  refresh(): void {
    const { room } = this.get();
    const me = this.wire.me.get();
    const entries = this.echoes.entries(this.log);
    const messages = this.shown.of({ said: this.log.messages, entries, reactions: this.reacting, me, room });
    const lastSeq = Math.max(this.log.cursor ?? 0, this.log.messages.at(-1)?.seq ?? 0);
    this.patch({
      messages,
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

  private entered({ lastSeq, readSeq, ...joined }: Joined): void {
    const { room } = joined;
    this.isMember = true;
    this.mark.hear({ readSeq });
    this.patch({ ...joined, status: 'joined', error: undefined, peer: room.peer ?? this.get().peer });
    void this.loadReceipts();
    this.opening.entered(room);
    this.refresh();
    this.catchUp.begin(lastSeq);
    this.mark.plan();
    this.opening.outbox.flush();
  }

  private lookAtConnection(): void {
    if (this.wire.connection.get().state === 'connected') return;
    const { status, typing } = this.get();
    if (typing.length > 0) this.typing.clear();
    // What waits is sent when we are in again: a guest's membership may have ended meanwhile.
    const away = status === 'joined' && this.target !== undefined ? 'joining' : status;
    this.patch({ live: false, status: away, typing: typing.length > 0 ? [] : typing });
  }
}
