import type {
  AnswerOf,
  CreateRoom,
  Message,
  Room as RoomDetails,
  RoomRef,
  RoomTarget,
  UserTarget,
} from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import type { Wire } from '../core/wire.js';
import type { LiveCalls } from '../calls/live-calls.js';
import type { LiveConversations } from '../conversations/live-conversations.js';
import type { OutboxEntry } from '../outbox/entry.js';
import type { Gate, LiveOutbox } from '../outbox/live-outbox.js';
import { LiveRoom } from './live-room.js';
import { ROOM_FACTS, type RoomFact } from './room-facts.js';
import type { Room } from './room.js';
import type { JoinOptions, Rooms } from './rooms.js';
import { samePerson } from './same-person.js';

/** What the rooms need beside the wire. */
export interface RoomsSurroundings {
  readonly outbox: LiveOutbox;
  readonly conversations: LiveConversations;
  readonly calls: Pick<LiveCalls, 'leftRoom'>;
  readonly guestName: string | undefined;
}

/** The rooms that are open, and which fact is for which. */
export class LiveRooms implements Rooms, Gate {
  private readonly opened = new Set<LiveRoom>();
  /** Rooms that were looked at for being the one of a new conversation. */
  private readonly lookedAt = new Set<string>();

  constructor(
    private readonly wire: Wire,
    private readonly around: RoomsSurroundings,
  ) {
    around.outbox.gate = this;
    for (const fact of ROOM_FACTS) wire.on(fact, (data) => this.route(fact, data));
    wire.onConnected(() => {
      for (const room of this.opened) void this.find(room);
    });
  }

  async join(target: RoomTarget, options?: JoinOptions): Promise<Room> {
    const room = this.open(target, options);
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        for (const stop of stops) stop();
        end();
      };
      const look = (): void => {
        const { status, error } = room.get();
        const { state, error: lost } = this.wire.connection.get();
        if (status === 'joined' || status === 'waiting') settle(() => resolve(room));
        else if (status !== 'joining') settle(() => reject(error ?? LyceumError.closed()));
        else if (state === 'closed') settle(() => reject(lost ?? LyceumError.closed()));
      };
      const stops = [room.subscribe(look), this.wire.connection.subscribe(look)];
      look();
    });
  }

  open(target: RoomTarget, options: JoinOptions = {}): LiveRoom {
    const known = [...this.opened].find((room) => room.isCalled(target));
    if (known !== undefined) {
      if (known.isOver) void known.rejoin();
      return known;
    }
    const room = this.make(target, undefined, options);
    void room.come();
    return room;
  }

  direct(person: UserTarget): LiveRoom {
    const known = [...this.opened].find((room) => samePerson(person, room.person) || samePerson(person, room.get().peer));
    if (known !== undefined) return known;
    const room = this.make(undefined, person, {});
    if (this.wire.connection.get().state === 'connected') void this.find(room);
    return room;
  }

  create(wishes: CreateRoom = {}): Promise<RoomDetails> {
    return this.wire.request('rooms:create', wishes);
  }

  list(page: { limit?: number; before?: string } = {}): Promise<AnswerOf<'rooms:list'>> {
    return this.wire.request('rooms:list', page);
  }

  get(target: RoomTarget): Promise<AnswerOf<'rooms:get'>> {
    return this.wire.request('rooms:get', { room: target });
  }

  isOpen(entry: OutboxEntry): boolean {
    const room = this.roomOf(entry);
    return room === undefined || entry.to !== undefined || !['joining', 'waiting'].includes(room.get().status);
  }

  said(entry: OutboxEntry, message: Message): void {
    this.roomOf(entry)?.answered(entry, message);
  }

  private roomOf(entry: OutboxEntry): LiveRoom | undefined {
    return [...this.opened].find((room) => room.owns(entry));
  }

  private make(target: RoomTarget | undefined, to: UserTarget | undefined, options: JoinOptions): LiveRoom {
    const room: LiveRoom = new LiveRoom({
      wire: this.wire,
      outbox: this.around.outbox,
      target,
      to,
      options: { ...options, name: options.name ?? this.around.guestName },
      entered: (joined) => this.around.conversations.learn(joined.id),
      released: () => void this.opened.delete(room),
    });
    this.opened.add(room);
    room.subscribe(() => {
      if (room.isOver) this.around.calls.leftRoom(room.id);
    });
    return room;
  }

  /** Which room a conversation has, if there is one. */
  private async find(room: LiveRoom): Promise<void> {
    const { person } = room;
    if (person === undefined || room.id !== undefined) return;
    try {
      const found = await this.around.conversations.roomWith(person);
      if (found === undefined) room.isNew();
      else await room.adopt({ id: found.id });
    } catch (error) {
      this.wire.logger.warn('A conversation could not be looked for', error);
      // The server finds the room itself when something is said.
      room.isNew();
    }
  }

  private route<F extends RoomFact>(fact: F, data: Parameters<LiveRoom['hearing'][F]>[0]): void {
    const { room: ref } = data;
    const rooms = [...this.opened].filter((room) => room.isCalled(ref));
    for (const room of rooms) (room.hearing[fact] as (data: unknown) => void)(data);
    if (rooms.length === 0 && fact === 'chat:message') void this.meet(ref);
  }

  /** Somebody writes in a room that we don't have open: it may be the one of a conversation that had none. */
  private async meet({ id }: RoomRef): Promise<void> {
    const waiting = [...this.opened].filter((room) => room.person !== undefined && room.id === undefined);
    if (waiting.length === 0 || this.lookedAt.has(id)) return;
    this.lookedAt.add(id);
    try {
      const { room } = await this.wire.request('rooms:get', { room: { id } });
      const { peer } = room;
      if (peer === null) return;
      for (const one of waiting) if (samePerson(peer, one.person)) await one.adopt({ id });
    } catch (error) {
      this.lookedAt.delete(id);
      this.wire.logger.debug('A room could not be looked at', error);
    }
  }
}
