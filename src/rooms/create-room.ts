import { Injectable } from '@nestjs/common';
import { AppError, newId } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import { Database, Outbox } from '../database/index.js';
import type { CreateRoom as Wishes, Room, User } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { MemberListRepository, type ListedMember } from './hosted/member-list.repository.js';
import { newCode } from './room-codes.js';
import { roomCreated } from './room-events.js';
import { LOBBY_KEY, shownRoom, type RoomRow } from './room-row.js';
import { RoomRepository, type NewRoom } from './room.repository.js';
import { RoomsMadeByGuests } from './rooms-made-by-guests.js';

/** With a million open sessions one code in a thousand is taken; five in a row never are. */
const CODE_TRIES = 5;
/** Keys that no client may make a room of. */
const RESERVED_KEYS = new Set([LOBBY_KEY]);

@Injectable()
export class CreateRoom {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly members: MemberListRepository,
    private readonly byGuests: RoomsMadeByGuests,
    private readonly outbox: Outbox,
  ) {}

  /** As `create`; the connection may join what it made. */
  async createFor(connection: Connection, wishes: Wishes): Promise<Room> {
    const room = await this.create(connection.user, wishes);
    if (connection.user.guest) this.byGuests.remember(connection, room.id);
    return room;
  }

  /**
   * Makes a room with a code unless it is private, and with a key where one is wished. Its maker becomes the owner without joining; a guest's
   * membership is their participation, so that of a guest's room the first to join is the owner. Throws `ROOM_KEY_TAKEN`.
   */
  create(maker: User | undefined, wishes: Wishes): Promise<Room> {
    const founders: ListedMember[] = maker?.guest === false ? [{ userId: maker.id, role: 'owner' }] : [];
    return this.make(wishes, founders, secondsOf(wishes) ?? Math.ceil(this.config.rooms.idleMs / 1000));
  }

  /** As `create`, for the app's backend: with all these members, who must fit in, and to stay unless it says how long. */
  host(wishes: Wishes, members: readonly ListedMember[], id?: string): Promise<Room> {
    const capacity = wishes.capacity ?? this.config.rooms.capacity;
    if (members.length > capacity) {
      throw new AppError('INVALID', {
        field: 'capacity',
        message: `capacity must be at least ${members.length}, the number of members`,
      });
    }
    return this.make(wishes, members, secondsOf(wishes) ?? null, id);
  }

  private async make(
    { title, key, capacity, visibility, entry }: Wishes,
    founders: readonly ListedMember[],
    idleSeconds: number | null,
    id = newId(),
  ): Promise<Room> {
    const seenBy = visibility ?? (key === undefined ? 'code' : 'public');
    const room: NewRoom = {
      id,
      kind: key === undefined ? 'session' : 'group',
      key: key ?? null,
      // A code would let nobody into a private room, and would only be one more to guess.
      code: seenBy === 'private' ? null : newCode(),
      title: title ?? null,
      visibility: seenBy,
      capacity: capacity ?? this.config.rooms.capacity,
      idleSeconds,
      entry: entry ?? 'open',
    };
    const made = await this.insert(room, founders);
    if (made === undefined) throw new AppError('ROOM_KEY_TAKEN');
    return shownRoom(made);
  }

  /** The open public room of that key: made, to stay, where there is none. Of many who ask at once one makes it. */
  async findOrCreate(key: string): Promise<RoomRow> {
    const room: NewRoom = {
      id: newId(),
      kind: 'group',
      key,
      code: newCode(),
      title: null,
      visibility: 'public',
      capacity: this.config.rooms.capacity,
      idleSeconds: null,
      entry: 'open',
    };
    const made = (await this.insert(room, [])) ?? (await this.rooms.findOpenByKey(key));
    if (made === undefined) throw new AppError('UNAVAILABLE');
    return made;
  }

  /** Undefined when the key is taken. */
  private async insert(room: NewRoom, founders: readonly ListedMember[]): Promise<RoomRow | undefined> {
    if (room.key !== null && RESERVED_KEYS.has(room.key)) {
      throw new AppError('FORBIDDEN', { field: 'key', message: `The key "${room.key}" is reserved. Choose another one.` });
    }
    for (let tries = 0; tries < CODE_TRIES; tries += 1) {
      const made = await this.insertOnce(tries === 0 || room.code === null ? room : { ...room, code: newCode() }, founders);
      if (made !== undefined) return made;
      if (room.key !== null && (await this.rooms.findOpenByKey(room.key)) !== undefined) return undefined;
    }
    throw new AppError('UNAVAILABLE');
  }

  private insertOnce(room: NewRoom, founders: readonly ListedMember[]): Promise<RoomRow | undefined> {
    return this.database.transaction(async (tx) => {
      const made = await this.rooms.insert(tx, room);
      if (made === undefined) return undefined;
      if (founders.length > 0) await this.members.put(tx, made, founders, 'member');
      await this.outbox.append(tx, [roomCreated(made)]);
      return made;
    });
  }
}

function secondsOf({ expiresInMinutes }: Wishes): number | undefined {
  return expiresInMinutes === undefined ? undefined : expiresInMinutes * 60;
}
