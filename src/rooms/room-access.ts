import { Injectable } from '@nestjs/common';
import { AppError, isCalledByCode, type JoinedRoom } from '../common/index.js';
import { COUNTED_PARTICIPANTS, type Contact, type RoomRef, type RoomTarget, type User } from '../protocol/index.js';
import type { Asker } from '../realtime/index.js';
import { CodeAttempts, RETIRED, type Guesser } from './code-attempts.js';
import { contactsOf, type WithPeople } from './direct/contacts.js';
import type { Pair } from './direct/pair.js';
import { isSeenByStrangers } from './join-rules.js';
import { MemberRepository, type Membership } from './member.repository.js';
import { normalCode } from './room-codes.js';
import { refOf, type RoomRow } from './room-row.js';
import { RoomRepository } from './room.repository.js';
import { Roster } from './roster.js';

/** A room that a command named. */
export interface FoundRoom {
  readonly room: RoomRef;
  /** Whose conversation it is, where it is one of two. */
  readonly pair: Pair | null;
  /** Then these two, for those who show them with what is said. */
  readonly contacts?: readonly Contact[];
  /** The last number given out there, where the database was asked. */
  readonly lastSeq?: number;
}

/** Finds the room that a command names, and says whether the caller belongs there. */
@Injectable()
export class RoomAccess {
  constructor(
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly roster: Roster,
    private readonly attempts: CodeAttempts,
  ) {}

  /**
   * The open room that `target` names; of several names id goes before key before code. Free for rooms that the asker
   * joined; otherwise one look-up, and an unknown code counts as a guess. Throws `INVALID` when no name is given,
   * `ROOM_NOT_FOUND` when there is no such room, it is closed or hidden from the caller, `RATE_LIMITED` after too many unknown codes.
   */
  async locate(asker: Asker, target: RoomTarget): Promise<RoomRef> {
    return (await this.look(asker, target)).room;
  }

  /** As `locate`, with all that is known of the room. */
  async look(asker: Asker, target: RoomTarget): Promise<FoundRoom> {
    const joined = this.joined(asker, target);
    // Nobody joins a direct room.
    if (joined !== undefined) return { room: joined, pair: null };
    const room = await this.find(guesserOf(asker), target);
    if (room === undefined || (await this.isHidden(room, asker.user))) throw new AppError('ROOM_NOT_FOUND');
    const { pair, lastSeq } = room;
    const contacts = pair === null ? {} : { contacts: contactsOf(pair, room) };
    return { room: refOf(room), pair, ...contacts, lastSeq };
  }

  /** As `locate`, for members alone: throws `NOT_A_MEMBER`. Free when the connection joined the room. */
  async requireMember(asker: Asker, target: RoomTarget): Promise<RoomRef> {
    return (await this.lookAsMember(asker, target)).room;
  }

  /** As `requireMember`, with all that is known of the room. */
  async lookAsMember(asker: Asker, target: RoomTarget): Promise<FoundRoom> {
    const found = await this.look(asker, target);
    const { room, pair } = found;
    // A conversation of two is hidden from all others.
    if (pair !== null || asker.rooms.has(room.id)) return found;
    if (!(await this.isMember(room.id, asker.user.id))) throw new AppError('NOT_A_MEMBER');
    return found;
  }

  /** As `lookAsMember`, for who wants to be noticed there: throws `MUTED`. Free when the connection joined the room. */
  async requireVoice(asker: Asker, target: RoomTarget): Promise<FoundRoom> {
    const found = await this.look(asker, target);
    const { room, pair } = found;
    // In a conversation of two nobody can take it from the other.
    if (pair !== null) return found;
    const { user } = asker;
    const seat = asker.rooms.has(room.id) ? this.roster.seat(room.id, user.id) : undefined;
    const voice = seat ?? (await this.member(room.id, user.id));
    if (voice === undefined) throw new AppError('NOT_A_MEMBER');
    if (voice.muted) throw new AppError('MUTED');
    return found;
  }

  /** The person as the room knows them: a guest by the name used there. */
  personIn({ id }: RoomRef, user: User): User {
    return this.roster.seat(id, user.id)?.user ?? user;
  }

  /** Who is there now, as the room knows them; nobody where it is crowded. */
  peopleIn({ id }: RoomRef): User[] {
    return this.isCrowded(id) ? [] : this.roster.participants(id).map(({ user }) => user);
  }

  /** Whether so many are there now that people are not told about one another one by one. */
  isCrowded(roomId: string): boolean {
    return this.roster.count(roomId) > COUNTED_PARTICIPANTS;
  }

  /** The room of that name that the asker joined, if they did. */
  joined({ rooms }: Asker, target: RoomTarget): RoomRef | undefined {
    const room = target.id === undefined ? namedIn(rooms, target) : rooms.get(target.id.toLowerCase());
    return room === undefined ? undefined : refOf(room);
  }

  /** The open room of that name, if there is one; always asks the database. */
  async find(guesser: Guesser, { id, key, code }: RoomTarget): Promise<(RoomRow & WithPeople) | undefined> {
    if (id !== undefined) return this.rooms.findOpenById(id);
    if (key !== undefined) return this.rooms.findOpenByKey(key);
    if (code !== undefined) return this.findByCode(guesser, code);
    throw new AppError('INVALID', { field: 'room', message: 'room must have an id, a key or a code' });
  }

  /**
   * Rooms for members alone are no rooms to strangers; admins of the app see to all of them but the conversations of two. Who is banned
   * knows the room.
   */
  private async isHidden(room: RoomRow, { id, role, guest }: User): Promise<boolean> {
    // Nothing is kept for guests: who comes back under an id is not sure to be who was here.
    if (room.pair !== null) return guest || !room.pair.includes(id);
    if (isSeenByStrangers(room) || (role === 'admin' && !guest)) return false;
    return (await this.members.find(room.id, id)) === undefined;
  }

  private async findByCode(guesser: Guesser, code: string): Promise<RoomRow | undefined> {
    const { userId } = guesser;
    const look = () => this.lookUp(code);
    if (userId === undefined) return this.attempts.attempt(guesser, { look });
    return this.attempts.attempt(guesser, { look, belongs: ({ id }) => this.isMember(id, userId) });
  }

  private async lookUp(code: string): Promise<RoomRow | typeof RETIRED | undefined> {
    const normal = normalCode(code);
    if (normal === undefined) return undefined;
    const room = await this.rooms.findOpenByCode(normal);
    if (room === undefined) return (await this.rooms.hadCode(normal)) ? RETIRED : undefined;
    if (!isSeenByStrangers(room)) return undefined;
    // People in it keep a room open, also before the sweeper has said so to the database.
    return !room.isExpired || this.roster.isOccupied(room.id) ? room : RETIRED;
  }

  private async isMember(roomId: string, userId: string): Promise<boolean> {
    return (await this.member(roomId, userId)) !== undefined;
  }

  private async member(roomId: string, userId: string): Promise<Membership | undefined> {
    const member = await this.members.find(roomId, userId);
    return member?.banned === true ? undefined : member;
  }
}

export function guesserOf({ address, user }: Asker): Guesser {
  return { address, userId: user.id };
}

function namedIn(rooms: ReadonlyMap<string, JoinedRoom>, { key, code }: RoomTarget): RoomRef | undefined {
  if (rooms.size === 0) return undefined;
  const upper = code === undefined ? undefined : normalCode(code);
  for (const room of rooms.values()) {
    if (key === undefined ? upper !== undefined && isCalledByCode(room, upper) : room.key === key) return room;
  }
  return undefined;
}
