import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { Sharing } from '../realtime/index.js';
import { Attendance } from './attendance.js';
import { GuestEndings } from './guest-endings.js';
import { Roster } from './roster.js';
import { faceOf, type SeatElsewhere } from './seat.js';

/** A node that could not be heard may still be there, and its guests with it. */
const GUESTS_MS = 60_000;
/** Of those who were said to be gone; who comes back beyond that is not told of anew. */
const REMEMBERED = 10_000;

type Seats = Map<string, SeatElsewhere>;

/**
 * Seats on nodes that were stopped or died. They stay for the grace, as after a closed connection: who comes back to another node was
 * never away. Then one node, the first, tells of it.
 */
@Injectable()
export class OrphanedSeats implements OnModuleDestroy {
  private readonly logger = new Logger('Rooms');
  private readonly graceMs: number;
  /** By node: a timer for all of its seats, which are orphaned together. */
  private readonly kept = new Map<string, Seats>();
  private readonly timers = new Set<NodeJS.Timeout>();
  /** By seat, the node of whose people this one said that they are gone. */
  private readonly told = new Map<string, string>();

  constructor(
    { presence }: AppConfig,
    private readonly roster: Roster,
    private readonly attendance: Attendance,
    private readonly guestEndings: GuestEndings,
    private readonly sharing: Sharing,
  ) {
    this.graceMs = presence.graceMs;
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  /** Gives the seat as it is from now on: with nobody in it. */
  keep(key: string, seat: SeatElsewhere): SeatElsewhere {
    const left = seat.goneAt === null ? { ...seat, goneAt: Date.now() } : seat;
    this.batchOf(seat.node).set(key, left);
    return left;
  }

  /** That seat is there. If it was said not to be, its node could only not be heard. */
  isBack(key: string, seat: SeatElsewhere): void {
    this.kept.get(seat.node)?.delete(key);
    if (this.told.get(key) !== seat.node) return;
    this.told.delete(key);
    this.attendance.arrived(seat, undefined, false);
  }

  private batchOf(node: string): Seats {
    const kept = this.kept.get(node);
    if (kept !== undefined) return kept;
    const seats: Seats = new Map();
    this.kept.set(node, seats);
    this.later(this.graceMs, () => {
      this.kept.delete(node);
      this.clear(seats);
    });
    return seats;
  }

  private clear(seats: Seats): void {
    const guests: SeatElsewhere[] = [];
    for (const [key, seat] of seats) {
      // All nodes clear them, and one of them tells everybody: at once, as it goes by how many are there still.
      if (!this.isLast(seat) || !this.sharing.isFirst) continue;
      this.attendance.left(seat, 'disconnected');
      this.remember(key, seat.node);
      if (seat.user.guest) guests.push(seat);
    }
    if (guests.length === 0) return;
    this.later(GUESTS_MS, () => {
      this.endAll(guests).catch((error: unknown) => {
        this.logger.warn({ err: error }, 'Guests of a node that is gone are still members');
      });
    });
  }

  private remember(key: string, node: string): void {
    this.told.set(key, node);
    if (this.told.size > REMEMBERED) this.told.delete(this.told.keys().next().value ?? '');
  }

  /** Takes it away, if it is there still. True when the person has no other seat: who has is told of by that one's node. */
  private isLast(seat: SeatElsewhere): boolean {
    const { room, user } = seat;
    const { elsewhere } = this.roster.place(room.id, user.id);
    const others = elsewhere.filter((other) => other !== seat);
    if (others.length === elsewhere.length) return false;
    this.roster.putElsewhere(room.id, user.id, others);
    return faceOf(this.roster.place(room.id, user.id)) === undefined;
  }

  /** One after the other: there may be thousands. */
  private async endAll(guests: readonly SeatElsewhere[]): Promise<void> {
    for (const { room, user } of guests) {
      if (faceOf(this.roster.place(room.id, user.id)) === undefined) await this.guestEndings.end(room.id, user.id);
    }
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms).unref();
    this.timers.add(timer);
  }
}
