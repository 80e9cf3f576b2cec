import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents, type Revocation } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import type { LeaveReason } from '../protocol/index.js';
import { ClusterSignals, Sharing, type Connection } from '../realtime/index.js';
import { Absences } from './absences.js';
import { Attendance } from './attendance.js';
import { GuestEndings } from './guest-endings.js';
import { Roster } from './roster.js';
import { leftLater, type Arrival, type Seat } from './seat.js';

/** So long a room is not told yet that somebody is gone whom another node, which they left before, should have given up… */
const LATE_MS = 1_000;
/** …and so often it is looked whether it has. */
const LOOK_MS = 200;

/** What an entry changed, so that it can be taken back. */
export interface Entry {
  readonly connection: Connection;
  readonly seat: Seat;
  readonly isNewSeat: boolean;
  /** Nobody need be told of who is here already, on whatever node. */
  readonly isNewcomer: boolean;
  readonly isNewConnection: boolean;
}

/** Begins and ends people's participation: by joining and leaving, and by the grace that runs after their last socket closed. */
@Injectable()
export class Participation implements OnModuleInit {
  private readonly graceMs: number;
  /** One timer for each person who is gone; none for those who are here. */
  private readonly graces = new Map<Seat, NodeJS.Timeout>();

  constructor(
    config: AppConfig,
    private readonly roster: Roster,
    private readonly absences: Absences,
    private readonly guestEndings: GuestEndings,
    private readonly attendance: Attendance,
    private readonly events: DomainEvents,
    private readonly signals: ClusterSignals,
    private readonly sharing: Sharing,
  ) {
    this.graceMs = config.presence.graceMs;
  }

  onModuleInit(): void {
    this.events.on('ConnectionClosed', ({ connectionId, user, roomIds }) => {
      for (const roomId of roomIds) this.disconnected(roomId, user.id, connectionId);
    });
    this.events.on('AccessRevoked', (revocation) => {
      if (revocation.kind === 'room') this.revoked(revocation);
    });
    this.events.on('UserChanged', ({ user }) => {
      this.roster.showAnew(user);
    });
    this.signals.on('rooms-closed', ({ roomIds }) => {
      for (const roomId of roomIds) this.dissolve(roomId);
    });
  }

  /**
   * From now on the connection hears the room. Call it under the room's lock, with the last number read under it; `isTold`: another node
   * has told everybody that they are here.
   */
  enter(arrival: Arrival, connection: Connection, lastSeq: number, isTold: boolean): Entry {
    const isNewConnection = !connection.rooms.has(arrival.room.id);
    connection.enter(arrival.room, lastSeq, arrival.moment);
    const { seat, isNew, isNewcomer } = this.roster.enter(arrival, connection);
    this.stopGrace(seat);
    return { connection, seat, isNewSeat: isNew, isNewcomer: isNewcomer && !isTold, isNewConnection };
  }

  /**
   * What is left of an earlier membership, to be called before somebody who is no member enters: they were removed on another node,
   * which told everybody that they are gone, and this one has not heard of it yet. So they come anew, and everybody is told.
   */
  forget(roomId: string, userId: string): void {
    const seat = this.roster.seat(roomId, userId);
    if (seat !== undefined) this.clear(seat);
    this.roster.putElsewhere(roomId, userId, []);
  }

  /** As if the entry had never been. */
  undo({ connection, seat, isNewSeat, isNewConnection }: Entry): void {
    if (!isNewConnection) return;
    connection.exit(seat.room.id);
    // The person's other device may have sat down there meanwhile: what was taken back was committed, only nobody was told.
    if (isNewSeat && [...seat.connections.keys()].every((id) => id === connection.id)) {
      this.stopGrace(seat);
      this.roster.remove(seat);
    } else {
      this.disconnected(seat.room.id, seat.user.id, connection.id);
    }
  }

  /** Ends it at once: all of the person's connections stop hearing the room, then the others are told. */
  end(seat: Seat, reason: LeaveReason, exceptConnection?: string): void {
    if (this.clear(seat)) this.attendance.left(seat, reason, exceptConnection);
  }

  /** Ends what is left of a room that was closed; everybody has been told by that. */
  dissolve(roomId: string): void {
    for (const { own, elsewhere } of this.roster.places(roomId)) {
      if (own !== undefined) this.clear(own);
      if (elsewhere[0] !== undefined) this.roster.putElsewhere(roomId, elsewhere[0].user.id, []);
    }
  }

  /** Keeps the seat of somebody who is gone until `resumeGrace`, while it is decided who gets it. */
  stopGrace(seat: Seat): void {
    clearTimeout(this.graces.get(seat));
    this.graces.delete(seat);
  }

  resumeGrace(seat: Seat): void {
    if (seat.connections.size > 0 || this.roster.seat(seat.room.id, seat.user.id) !== seat) return;
    this.endIn(this.graceMs, seat);
  }

  private endIn(ms: number, seat: Seat): void {
    this.stopGrace(seat);
    this.graces.set(
      seat,
      setTimeout(() => {
        this.graceEnded(seat);
      }, ms).unref(),
    );
  }

  /** Everybody has been told by whoever took it away. Connections that came in since, and their seat, stay. */
  private revoked({ roomId, userId, moment }: Extract<Revocation, { kind: 'room' }>): void {
    const { own: seat, elsewhere } = this.roster.place(roomId, userId);
    const stay = elsewhere.filter((other) => other.moment > moment);
    // Their nodes will say so, too, but who is answered now must see it now.
    if (stay.length < elsewhere.length) this.roster.putElsewhere(roomId, userId, stay);
    if (seat === undefined) return;
    for (const [id, connection] of seat.connections) {
      connection.exitIfSince(roomId, moment);
      if (!connection.rooms.has(roomId)) this.disconnected(roomId, userId, id);
    }
    if (seat.connections.size === 0 && seat.moment <= moment) this.clear(seat);
    // Other nodes may have taken it for the one that is over.
    else this.roster.changed(seat);
  }

  /** That connection is no longer there; after the last one the grace begins. */
  disconnected(roomId: string, userId: string, connectionId: string): void {
    const seat = this.roster.disconnect(roomId, userId, connectionId);
    if (seat === undefined) return;
    this.absences.tell(seat);
    this.resumeGrace(seat);
  }

  /** Other nodes say something else of somebody than before: that may be what their seat on this one waits for after its grace. */
  heardElsewhere(roomId: string, userId: string): void {
    const seat = this.roster.seat(roomId, userId);
    if (seat !== undefined && this.graces.has(seat) && goneFor(seat) >= this.graceMs) this.graceEnded(seat);
  }

  private graceEnded(seat: Seat): void {
    if (this.isInDoubt(seat)) {
      this.endIn(LOOK_MS, seat);
      return;
    }
    if (this.roster.isForOthers(seat)) {
      this.clear(seat);
      return;
    }
    // Told already, the room would be told again by a node whose clock or grace is behind: it would find nobody left but its own.
    if (this.roster.isKeptElsewhere(seat) && goneFor(seat) < 2 * this.graceMs + LATE_MS) {
      this.endIn(LOOK_MS, seat);
      return;
    }
    this.end(seat, 'disconnected');
    if (seat.user.guest) void this.guestEndings.end(seat.room.id, seat.user.id);
  }

  /**
   * Whether a node that has a seat for them, too, has not been heard of since they left here. It may have been left as well, and count on
   * this one to tell of it: of two that can't hear one another neither would.
   */
  private isInDoubt(seat: Seat): boolean {
    const { elsewhere } = this.roster.place(seat.room.id, seat.user.id);
    if (elsewhere.some((other) => leftLater(other, seat))) return false;
    const goneAt = performance.now() - goneFor(seat);
    return elsewhere.some(({ node }) => this.sharing.isThere(node) && !this.sharing.hasAllSaidBy(node, goneAt));
  }

  /** Takes the seat away without a word. False when it was gone already. */
  private clear(seat: Seat): boolean {
    this.stopGrace(seat);
    if (!this.roster.remove(seat)) return false;
    for (const connection of seat.connections.values()) connection.exit(seat.room.id);
    this.absences.tell(seat);
    this.events.emit('RoomExited', { roomId: seat.room.id, userId: seat.user.id });
    return true;
  }
}

/** Milliseconds since its last connection closed. */
function goneFor({ goneAt }: Seat): number {
  return Date.now() - Number(goneAt);
}
