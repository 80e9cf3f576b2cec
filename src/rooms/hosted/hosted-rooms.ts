import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { AppError, isStorable, isUuid } from '../../common/index.js';
import type { AnswerOf, CreateRoom as Wishes, MemberRole, Room, RoomRef, UpdateRoom, User } from '../../protocol/index.js';
import { Announcements } from '../announcements.js';
import { CreateRoom } from '../create-room.js';
import { BrowseMembers } from '../moderation/browse-members.js';
import { Removals } from '../moderation/removals.js';
import { RoomSettings } from '../moderation/room-settings.js';
import { shownRoom, type RoomRow } from '../room-row.js';
import { RoomRepository } from '../room.repository.js';
import { asBackend, inNameOf } from './backend.js';
import { ListedMembers } from './listed-members.js';
import { MemberListRepository, type ListedMember } from './member-list.repository.js';
import { MemberLists, type MembersChange } from './member-lists.js';

/** A room as the app's backend wants it. */
export interface HostedRoom extends Omit<Wishes, 'expiresInMinutes'> {
  readonly members: readonly ListedMember[];
  /** Absent: it stays until it is closed. */
  readonly expiresInMinutes?: number;
}

/** Rooms at the word of the app's backend, which names them by their id or their key. */
@Injectable()
export class HostedRooms {
  constructor(
    private readonly rooms: RoomRepository,
    private readonly creating: CreateRoom,
    private readonly listed: ListedMembers,
    private readonly lists: MemberLists,
    private readonly members: MemberListRepository,
    private readonly browsing: BrowseMembers,
    private readonly settings: RoomSettings,
    private readonly removals: Removals,
    private readonly announcements: Announcements,
    private readonly users: UserDirectory,
  ) {}

  /**
   * Private unless it says otherwise, so that only its members come in. `operation`: an earlier attempt may have made it. Throws
   * `ROOM_KEY_TAKEN`, and as `ListedMembers.assertWhole`.
   */
  async create({ members, ...wishes }: HostedRoom, operation?: string): Promise<Room> {
    const made = operation === undefined ? undefined : await this.rooms.findOpenById(operation);
    if (made !== undefined) return shownRoom(made);
    await this.listed.assertWhole(members);
    return this.creating.host({ visibility: 'private', ...wishes }, members, operation);
  }

  async get(name: string): Promise<Room> {
    return shownRoom(await this.find(name));
  }

  /** One page, in the order of their ids. */
  async membersOf(name: string, page: { after?: string; limit?: number }): Promise<AnswerOf<'rooms:members'>> {
    const { id } = await this.find(name);
    return this.browsing.list(asBackend(), { room: { id }, ...page });
  }

  async update(name: string, wishes: Omit<UpdateRoom, 'room'>): Promise<Room> {
    const { id } = await this.find(name);
    return this.settings.update(asBackend(), { ...wishes, room: { id } });
  }

  async close(name: string): Promise<RoomRef> {
    const { id } = await this.find(name);
    return this.settings.close(asBackend(), { id });
  }

  async setMembers(name: string, members: readonly ListedMember[]): Promise<MembersChange> {
    const { id } = await this.find(name);
    await this.listed.assertWhole(members);
    return this.lists.setAll(id, members);
  }

  async setMember(name: string, userId: string, role: MemberRole): Promise<MembersChange> {
    const { id } = await this.find(name);
    await this.listed.assertKnown([{ userId, role }], () => 'userId');
    return this.lists.setOne(id, userId, role);
  }

  /** When it resolves nothing more of the room reaches them, on any node. Throws `NOT_FOUND` for who is no member. */
  async removeMember(name: string, userId: string): Promise<AnswerOf<'rooms:kick'>> {
    const { id } = await this.find(name);
    if (!isStorable(userId)) throw new AppError('NOT_FOUND', { field: 'userId' });
    return this.removals.kick(asBackend(), { room: { id }, userId });
  }

  /** In the name of `sender`, who must be somebody that may, or of the owner. Throws as `Announcements.announce`. */
  async announce(name: string, data: Record<string, unknown>, sender?: User): Promise<RoomRef> {
    const { id } = await this.find(name);
    return this.announcements.announce(inNameOf(sender ?? (await this.ownerOf(id))), { id }, data);
  }

  async refOf(name: string): Promise<RoomRef> {
    const { id, key, code } = await this.find(name);
    return { id, key, code };
  }

  /** Everybody who belongs to it and has an account. */
  async memberIds(name: string): Promise<string[]> {
    return this.members.idsOf((await this.find(name)).id);
  }

  private async ownerOf(roomId: string): Promise<User> {
    const ownerId = await this.members.ownerOf(roomId);
    const owner = ownerId === undefined ? undefined : (await this.users.findByIds([ownerId])).get(ownerId);
    if (owner === undefined)
      throw new AppError('INVALID', { field: 'senderId', message: 'This room has no owner: give senderId' });
    return owner;
  }

  /** An id counts before a key. Conversations of two are nobody else's to see. */
  private async find(name: string): Promise<RoomRow> {
    const byId = isUuid(name) ? await this.rooms.findOpenById(name) : undefined;
    const room = byId ?? (isStorable(name) ? await this.rooms.findOpenByKey(name) : undefined);
    if (room === undefined || room.kind === 'direct') throw new AppError('ROOM_NOT_FOUND');
    return room;
  }
}
