import type {
  AnswerOf,
  Member,
  MemberRole,
  Room as RoomDetails,
  RoomTarget,
  SearchPage,
  SearchRequest,
  UpdateRoom,
} from '../../../src/protocol/index.js';
import { Cell } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import type { RoomState } from './room-state.js';

/** What can be asked about a room and is answered by the server alone; what follows from it comes as facts. */
export abstract class RoomCommands extends Cell<RoomState> {
  constructor(
    protected readonly wire: Wire,
    state: RoomState,
  ) {
    super(state);
  }

  /** How a command names this room. */
  protected abstract ref(): RoomTarget;

  search(request: Omit<SearchRequest, 'room'>): Promise<SearchPage> {
    return this.wire.request('chat:search', { ...request, room: this.ref() });
  }

  async update(wishes: Omit<UpdateRoom, 'room'>): Promise<RoomDetails> {
    return this.learnRoom(await this.wire.request('rooms:update', { ...wishes, room: this.ref() }));
  }

  async close(): Promise<void> {
    await this.wire.request('rooms:close', { room: this.ref() });
  }

  async rotateCode(): Promise<RoomDetails> {
    return this.learnRoom(await this.wire.request('rooms:rotate-code', { room: this.ref() }));
  }

  members(page: { banned?: boolean; after?: string; limit?: number } = {}): Promise<AnswerOf<'rooms:members'>> {
    return this.wire.request('rooms:members', { ...page, room: this.ref() });
  }

  async invite(userId: string): Promise<void> {
    await this.wire.request('rooms:invite', { room: this.ref(), userId });
  }

  async kick(userId: string): Promise<void> {
    await this.wire.request('rooms:kick', { room: this.ref(), userId });
  }

  async ban(userId: string): Promise<void> {
    await this.wire.request('rooms:ban', { room: this.ref(), userId });
  }

  async unban(userId: string): Promise<void> {
    await this.wire.request('rooms:unban', { room: this.ref(), userId });
  }

  async mute(userId: string, on = true): Promise<Member> {
    return (await this.wire.request('rooms:mute', { room: this.ref(), userId, on })).member;
  }

  async setRole(userId: string, role: MemberRole): Promise<Member> {
    return (await this.wire.request('rooms:role', { room: this.ref(), userId, role })).member;
  }

  async loadKnocks(): Promise<void> {
    const { waiting } = await this.wire.request('rooms:waiting', { room: this.ref() });
    this.patch({ knocks: waiting });
  }

  async admit(userId: string): Promise<void> {
    await this.wire.request('rooms:admit', { room: this.ref(), userId });
    this.forgetKnock(userId);
  }

  async deny(userId: string): Promise<void> {
    await this.wire.request('rooms:deny', { room: this.ref(), userId });
    this.forgetKnock(userId);
  }

  async announce(data: Record<string, unknown>): Promise<void> {
    await this.wire.request('rooms:announce', { room: this.ref(), data });
  }

  protected learnRoom(room: RoomDetails): RoomDetails {
    this.patch({ room, peer: room.peer ?? this.get().peer });
    return room;
  }

  protected forgetKnock(userId: string): void {
    const { knocks } = this.get();
    if (knocks.some(({ user }) => user.id === userId)) this.patch({ knocks: knocks.filter(({ user }) => user.id !== userId) });
  }
}
