import { Injectable } from '@nestjs/common';
import { AppError, type Revocation } from '../common/index.js';
import type { Turn } from '../common/lanes.js';
import { AppConfig } from '../config/index.js';
import { Revocations } from '../auth/index.js';
import { Database, type Transaction } from '../database/index.js';
import type { ErrorCode, JoinRoom as Request } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { CodeAttempts } from './code-attempts.js';
import type { Standing } from './doors/admission.repository.js';
import { Knocks, type Knock } from './doors/knocks.js';
import { isLetIn } from './doors/standing-rules.js';
import { GuestEndings } from './guest-endings.js';
import { refusalOf } from './join-rules.js';
import { Membership } from './membership.js';
import { MemberRepository, type Membership as Member, type Successor } from './member.repository.js';
import { Newcomers } from './newcomers.js';
import { Participation, type Entry } from './participation.js';
import { guesserOf } from './room-access.js';
import { normalCode } from './room-codes.js';
import { refOf, type RoomRow } from './room-row.js';
import { RoomRepository } from './room.repository.js';
import { RoomsMadeByGuests } from './rooms-made-by-guests.js';
import { faceOf, type Place } from './seat.js';

export interface Entrance {
  readonly turn: Turn;
  readonly connection: Connection;
  readonly roomId: string;
  readonly request: Request;
  /** What they are called in the room. */
  readonly name: string;
  /** A guest who is gone and whose name, and place, they take. */
  readonly replaced: Place | undefined;
}

export interface Admitted {
  readonly entry: Entry;
  readonly room: RoomRow;
  readonly readSeq: number;
  /** Takes who was replaced out on the nodes where they had a seat, too; to be spread. */
  readonly eviction?: Revocation;
}

/** A guest has just taken that name, on another node, or has left it behind there. */
export interface Rivalry {
  readonly rivalId: string;
}

/** The transaction of a join: everything is decided under the room's lock, and the connection enters before it is let go. */
@Injectable()
export class Admission {
  private readonly isCluster: boolean;

  constructor(
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly membership: Membership,
    private readonly newcomers: Newcomers,
    private readonly participation: Participation,
    private readonly attempts: CodeAttempts,
    private readonly byGuests: RoomsMadeByGuests,
    private readonly guestEndings: GuestEndings,
    private readonly knocks: Knocks,
    private readonly revocations: Revocations,
    { cluster }: AppConfig,
  ) {
    this.isCluster = cluster.redisUrl !== undefined;
  }

  /** Throws why they may not come in; `ROOM_WAITING` when they wait from now on to be let in. */
  async admit(entrance: Entrance): Promise<Admitted | Rivalry> {
    const own = entrance.replaced?.own;
    let entry: Entry | undefined;
    // Their seat must not be cleared as "disconnected" while somebody is being given it.
    if (own !== undefined) this.participation.stopGrace(own);
    try {
      const outcome = await this.database.transaction(async (tx) => {
        const done = await this.admitUnderLock(tx, entrance);
        if ('entry' in done) entry = done.entry;
        return done;
      });
      if ('knock' in outcome) {
        this.knocks.tell(outcome.knock);
        throw new AppError('ROOM_WAITING');
      }
      if ('rivalId' in outcome) {
        if (own !== undefined) this.participation.resumeGrace(own);
        return outcome;
      }
      const { successors, ...admitted } = outcome;
      this.membership.announceOwners(successors);
      return admitted;
    } catch (error) {
      if (entry !== undefined) this.takeBack(entry);
      if (own !== undefined) this.participation.resumeGrace(own);
      throw error;
    }
  }

  /** The answer to the commit was lost: the membership may be there, of a guest who would never be seen to leave. */
  private takeBack(entry: Entry): void {
    this.participation.undo(entry);
    const { room, user } = entry.seat;
    if (user.guest && entry.isNewSeat) this.guestEndings.keep({ roomId: room.id, userId: user.id });
  }

  private async admitUnderLock(
    tx: Transaction,
    entrance: Entrance,
  ): Promise<(Admitted & { successors: Successor[] }) | { knock: Knock } | Rivalry> {
    const { turn, connection, roomId, name, replaced } = entrance;
    const { user } = connection;
    const known = user.guest ? { ...user, name } : user;
    const room = await this.rooms.lock(tx, roomId);
    if (room === undefined) throw new AppError('ROOM_NOT_FOUND');
    const member = await this.members.find(roomId, user.id, tx);
    const standing = member === undefined ? await this.knocks.standing(tx, roomId, user.id) : undefined;
    const refusal = await this.refusalTo(tx, entrance, { room, member, standing });
    if (refusal === 'ROOM_WAITING') {
      const knock = await this.knocks.knock(tx, refOf(room), known, standing);
      // Who has been told something else, or is gone, must not be seen to wait.
      if (!connection.open || !turn.claim()) throw new AppError('UNAVAILABLE');
      return { knock };
    }
    if (refusal !== null) throw new AppError(refusal);

    const replacedId = replaced === undefined ? undefined : faceOf(replaced)?.user.id;
    const guestName = user.guest ? name : null;
    if (guestName !== null && member?.name !== guestName && this.isCluster) {
      const rivalId = await this.members.guestCalled(tx, roomId, guestName, [user.id, replacedId ?? user.id]);
      if (rivalId !== undefined) return { rivalId };
    }

    if (replacedId !== undefined) await this.members.remove(tx, roomId, replacedId);
    if (standing !== undefined) await this.knocks.useUp(tx, roomId, user.id);
    let muted = member?.muted ?? false;
    if (member?.name !== guestName) {
      ({ muted } = await this.members.add(tx, roomId, {
        userId: user.id,
        guest: user.guest,
        name: guestName,
        role: 'member',
        lastSeq: room.lastSeq,
      }));
    }
    // Also for who is a member already: the owner may be who they replaced.
    const successors = await this.members.appointOwners(tx, [roomId]);
    const used = await this.rooms.markUsed(tx, roomId);
    const eviction = await this.evictionOf(tx, roomId, replaced);
    const isOwner = successors.some(({ userId }) => userId === user.id);
    const told = await this.newcomers.toldElsewhere(tx, roomId, [user.id]);

    // Nothing is awaited between this check and the entry: what closes afterwards is seen as a member that left.
    if (!connection.open || !turn.claim()) throw new AppError('UNAVAILABLE');
    if (member === undefined) this.participation.forget(roomId, user.id);
    const arrival = {
      room: refOf(used),
      user: known,
      name,
      role: isOwner ? 'owner' : (member?.role ?? 'member'),
      muted: !isOwner && muted,
      joinedAt: new Date().toISOString(),
      moment: used.moment,
    } as const;
    const entry = this.participation.enter(arrival, connection, used.lastSeq, told.has(user.id));
    return { entry, room: used, readSeq: member?.readSeq ?? used.lastSeq, successors, ...eviction };
  }

  /** Nothing where they sat on this node alone. */
  private async evictionOf(tx: Transaction, roomId: string, replaced: Place | undefined): Promise<{ eviction?: Revocation }> {
    const [seat] = replaced?.elsewhere ?? [];
    if (seat === undefined) return {};
    return { eviction: await this.revocations.record(tx, { kind: 'room', roomId, userId: seat.user.id }) };
  }

  private async refusalTo(
    tx: Transaction,
    { connection, request, name, replaced }: Entrance,
    { room, member, standing }: { room: RoomRow; member: Member | undefined; standing: Standing | undefined },
  ): Promise<ErrorCode | null> {
    const { kind, visibility, capacity, locked, entry } = room;
    const isMember = member !== undefined;
    const isInvited = isLetIn(standing, name);
    // The lobby takes everybody: nobody need be counted there.
    const isCounted = !isMember && kind !== 'lobby';
    const leaving = replaced === undefined ? undefined : faceOf(replaced)?.user.id;
    const others = isCounted ? await this.members.count(tx, room.id, leaving) : 0;
    return refusalOf({
      kind,
      visibility,
      isLocked: locked,
      isFull: isCounted && others >= capacity,
      isMember,
      isBanned: member?.banned ?? false,
      isInvited,
      // Where nobody is, nobody could ever be let in.
      mustAsk: entry === 'ask' && others > 0 && connection.user.role !== 'admin',
      knowsTheWay: isMember || isInvited || visibility !== 'code' || (await this.knowsTheWay(connection, request, room)),
    });
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
