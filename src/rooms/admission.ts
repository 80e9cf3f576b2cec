import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { Turn } from '../common/lanes.js';
import { Database, type Transaction } from '../database/index.js';
import type { JoinRoom as Request } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { CodeAttempts } from './code-attempts.js';
import { GuestEndings } from './guest-endings.js';
import { refusalOf } from './join-rules.js';
import { Membership } from './membership.js';
import { MemberRepository, type Membership as Member, type Successor } from './member.repository.js';
import { Participation, type Entry } from './participation.js';
import { guesserOf } from './room-access.js';
import { normalCode } from './room-codes.js';
import { refOf, type RoomRow } from './room-row.js';
import { RoomRepository } from './room.repository.js';
import { RoomsMadeByGuests } from './rooms-made-by-guests.js';
import type { Seat } from './roster.js';

export interface Entrance {
  readonly turn: Turn;
  readonly connection: Connection;
  readonly roomId: string;
  readonly request: Request;
  /** What they are called in the room. */
  readonly name: string;
  /** A guest who is gone and whose name, and place, they take. */
  readonly replaced: Seat | undefined;
}

export interface Admitted {
  readonly entry: Entry;
  readonly room: RoomRow;
  readonly readSeq: number;
}

/** The transaction of a join: everything is decided under the room's lock, and the connection enters before it is let go. */
@Injectable()
export class Admission {
  constructor(
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly membership: Membership,
    private readonly participation: Participation,
    private readonly attempts: CodeAttempts,
    private readonly byGuests: RoomsMadeByGuests,
    private readonly guestEndings: GuestEndings,
  ) {}

  async admit(entrance: Entrance): Promise<Admitted> {
    const { replaced } = entrance;
    let entry: Entry | undefined;
    // Their seat must not be cleared as "disconnected" while somebody is being given it.
    if (replaced !== undefined) this.participation.stopGrace(replaced);
    try {
      const { successors, ...admitted } = await this.database.transaction(async (tx) => {
        const done = await this.admitUnderLock(tx, entrance);
        entry = done.entry;
        return done;
      });
      this.membership.announceOwners(successors);
      return admitted;
    } catch (error) {
      if (entry !== undefined) this.takeBack(entry);
      if (replaced !== undefined) this.participation.resumeGrace(replaced);
      throw error;
    }
  }

  /** The answer to the commit was lost: the membership may be there, of a guest who would never be seen to leave. */
  private takeBack(entry: Entry): void {
    this.participation.undo(entry);
    const { room, user } = entry.seat;
    if (user.guest && entry.isNewSeat) this.guestEndings.keep({ roomId: room.id, userId: user.id });
  }

  private async admitUnderLock(tx: Transaction, entrance: Entrance): Promise<Admitted & { successors: Successor[] }> {
    const { turn, connection, roomId, name, replaced } = entrance;
    const { user } = connection;
    const room = await this.rooms.lock(tx, roomId);
    if (room === undefined) throw new AppError('ROOM_NOT_FOUND');
    if (replaced !== undefined) await this.members.remove(tx, roomId, replaced.user.id);
    const member = await this.members.find(roomId, user.id, tx);
    await this.assertMayJoin(tx, entrance, room, member);

    const guestName = user.guest ? name : null;
    if (member?.name !== guestName) {
      await this.members.add(tx, roomId, {
        userId: user.id,
        guest: user.guest,
        name: guestName,
        role: 'member',
        lastSeq: room.lastSeq,
      });
    }
    // Also for who is a member already: the owner may be who they replaced.
    const successors = await this.members.appointOwners(tx, [roomId]);
    const used = await this.rooms.markUsed(tx, roomId);
    const isOwner = successors.some(({ userId }) => userId === user.id);

    // Nothing is awaited between this check and the entry: what closes afterwards is seen as a member that left.
    if (!connection.open || !turn.claim()) throw new AppError('UNAVAILABLE');
    const arrival = {
      room: refOf(used),
      user: user.guest ? { ...user, name } : user,
      name,
      role: isOwner ? 'owner' : (member?.role ?? 'member'),
      joinedAt: new Date().toISOString(),
    } as const;
    const entry = this.participation.enter(arrival, connection, used.lastSeq);
    return { entry, room: used, readSeq: member?.readSeq ?? used.lastSeq, successors };
  }

  private async assertMayJoin(
    tx: Transaction,
    { connection, request }: Entrance,
    room: RoomRow,
    member: Member | undefined,
  ): Promise<void> {
    const { kind, visibility, capacity, locked } = room;
    const isMember = member !== undefined;
    const refusal = refusalOf({
      kind,
      visibility,
      isLocked: locked,
      isFull: !isMember && (await this.members.count(tx, room.id)) >= capacity,
      isMember,
      isBanned: member?.banned ?? false,
      knowsTheWay: isMember || visibility !== 'code' || (await this.knowsTheWay(connection, request, room)),
    });
    if (refusal !== null) throw new AppError(refusal);
  }

  /** A code beside an id is a guess like any other. */
  private async knowsTheWay(connection: Connection, { id, key, code }: Request, room: RoomRow): Promise<boolean> {
    if (id === undefined || (key !== undefined && key === room.key)) return true;
    if (this.byGuests.isMadeBy(connection, room.id)) return true;
    if (code === undefined || room.code === null) return false;
    const isRight = normalCode(code) === room.code ? true : undefined;
    return (await this.attempts.attempt(guesserOf(connection), { look: () => Promise.resolve(isRight) })) === true;
  }
}
