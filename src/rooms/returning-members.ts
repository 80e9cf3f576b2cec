import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { Lanes, type Turn } from '../common/lanes.js';
import { Database, type Transaction } from '../database/index.js';
import type { Connection } from '../realtime/index.js';
import type { Admitted } from './admission.js';
import { MemberRepository, type Returning } from './member.repository.js';
import { Newcomers } from './newcomers.js';
import { Participation, type Entry } from './participation.js';
import { ROOM_LANES } from './room-lanes.js';
import { refOf, type RoomRow } from './room-row.js';
import { RoomRepository } from './room.repository.js';

/** As many come in by one transaction. */
const BATCH = 250;
/** As many may stand before one room; the next is refused at once. */
const LINE = 10_000;

interface Comer {
  readonly turn: Turn;
  readonly connection: Connection;
  readonly settle: (admitted: Admitted | undefined) => void;
  readonly refuse: (error: unknown) => void;
}

/** Those who stand before one room for the same thing. */
interface Line {
  readonly roomId: string;
  /** Whether who is no member becomes one. */
  readonly isEnrolling: boolean;
  readonly comers: Comer[];
}

/**
 * Lets members back into rooms that never expire: thousands may come at once, when a node has gone away. Such a joining changes
 * nothing that others read of the room, so that it shares the room's lock, and all who stand before one room come in by one transaction after
 * the other: one takes a connection of the pool however many come, and who wants to change the room gets his turn between two.
 *
 * Leaving, kicking, banning and closing take the lock for themselves. What is committed before it is shared is seen here; what
 * comes after finds the connection in its place, with an earlier moment than its own, and removes it.
 *
 * Into the lobby strangers come in crowds, too. They stand in a line of their own, where each transaction takes the room's own lock and
 * makes them members first.
 */
@Injectable()
export class ReturningMembers {
  private readonly lines = new Map<string, Line>();
  /** Only for their deadline: a key of its own for each who comes. */
  private readonly deadlines = new Lanes(ROOM_LANES);

  constructor(
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly newcomers: Newcomers,
    private readonly participation: Participation,
  ) {}

  /** Undefined when they are no member, or banned, or the room is closed: then it is for others to say what becomes of them. */
  admit(connection: Connection, roomId: string): Promise<Admitted | undefined> {
    return this.comeIn(connection, { roomId, isEnrolling: false });
  }

  /** As `admit`, for the lobby: who is no member becomes one, as it takes everybody. Undefined also where that takes more than to come. */
  enroll(connection: Connection, roomId: string): Promise<Admitted | undefined> {
    return this.comeIn(connection, { roomId, isEnrolling: true });
  }

  private comeIn(connection: Connection, line: Omit<Line, 'comers'>): Promise<Admitted | undefined> {
    return this.deadlines.run(
      `${connection.id} ${line.roomId}`,
      (turn) =>
        new Promise((settle, refuse) => {
          this.queue(line, { turn, connection, settle, refuse });
        }),
    );
  }

  private queue(to: Omit<Line, 'comers'>, comer: Comer): void {
    const key = `${to.roomId} ${to.isEnrolling}`;
    const line = this.lines.get(key);
    if (line === undefined) {
      const begun = { ...to, comers: [comer] };
      this.lines.set(key, begun);
      void this.letIn(key, begun);
    } else if (line.comers.length < LINE) line.comers.push(comer);
    else comer.refuse(new AppError('UNAVAILABLE'));
  }

  /** Never throws: everybody in the line is told. */
  private async letIn(key: string, line: Line): Promise<void> {
    while (line.comers.length > 0) await this.letInTogether(line, line.comers.splice(0, BATCH));
    this.lines.delete(key);
  }

  private async letInTogether(line: Line, comers: readonly Comer[]): Promise<void> {
    const entries: Entry[] = [];
    try {
      const outcomes = await this.database.transaction((tx) => this.admitUnderLock(tx, line, comers, entries));
      comers.forEach(({ settle, refuse }, index) => {
        const outcome = outcomes[index];
        if (outcome instanceof AppError) refuse(outcome);
        else settle(outcome);
      });
    } catch (error) {
      // The last first: only the first of somebody's connections took a seat.
      for (const entry of entries.reverse()) this.participation.undo(entry);
      for (const { refuse } of comers) refuse(error);
    }
  }

  private async admitUnderLock(
    tx: Transaction,
    { roomId, isEnrolling }: Line,
    comers: readonly Comer[],
    entries: Entry[],
  ): Promise<(Admitted | AppError | undefined)[]> {
    const userIds = comers.map(({ connection }) => connection.user.id);
    const enrolled = new Set<string>();
    const room = isEnrolling ? await this.enrollAll(tx, roomId, userIds, enrolled) : await this.rooms.share(tx, roomId);
    if (room === undefined) return [];
    // A statement of its own: it sees what was committed while this waited for the lock, and its moment is later than that.
    const members = new Map((await this.members.returning(tx, roomId, userIds)).map((member) => [member.userId, member]));
    const told = await this.newcomers.toldElsewhere(tx, roomId, [...members.keys()]);
    const admitted = comers.map(({ connection, turn }) => {
      const member = members.get(connection.user.id);
      if (member === undefined) return undefined;
      // Nothing is awaited between this check and the entry, as for everybody who joins.
      if (!connection.open || !turn.claim()) return new AppError('UNAVAILABLE');
      // Only before the first of their devices.
      if (enrolled.delete(member.userId)) this.participation.forget(roomId, member.userId);
      const entry = this.enter(room, member, connection, told.has(member.userId));
      entries.push(entry);
      return { entry, room, readSeq: member.readSeq };
    });
    await this.newcomers.forgetAbsent(tx, roomId, [...members.keys()]);
    return admitted;
  }

  /** Takes the room's own lock, as for everybody who becomes a member. */
  private async enrollAll(
    tx: Transaction,
    roomId: string,
    userIds: readonly string[],
    enrolled: Set<string>,
  ): Promise<RoomRow | undefined> {
    const room = await this.rooms.lock(tx, roomId);
    if (room?.kind !== 'lobby' || room.locked) return undefined;
    for (const userId of await this.members.enroll(tx, room, userIds)) enrolled.add(userId);
    return this.rooms.markUsed(tx, roomId);
  }

  private enter(room: RoomRow, { role, muted, moment }: Returning, connection: Connection, isTold: boolean): Entry {
    const { user } = connection;
    const joinedAt = new Date().toISOString();
    return this.participation.enter(
      { room: refOf(room), user, name: user.name, role, muted, joinedAt, moment },
      connection,
      room.lastSeq,
      isTold,
    );
  }
}
