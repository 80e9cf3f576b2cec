import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AppError, DomainEvents } from '../common/index.js';
import { Lanes } from '../common/lanes.js';
import { AppConfig } from '../config/index.js';
import type { LeaveReason } from '../protocol/index.js';
import { Publisher, type Connection } from '../realtime/index.js';
import { Membership } from './membership.js';
import { Roster, type Arrival, type Seat } from './roster.js';

const PONG_MS = 2_000;

/** What an entry changed, so that it can be taken back. */
export interface Entry {
  readonly connection: Connection;
  readonly seat: Seat;
  readonly isNewSeat: boolean;
  readonly isNewConnection: boolean;
}

/** Begins and ends people's participation: by joining and leaving, and by the grace that runs after their last socket closed. */
@Injectable()
export class Participation implements OnModuleInit {
  private readonly logger = new Logger('Rooms');
  private readonly graceMs: number;
  /** One timer for each person who is gone; none for those who are here. */
  private readonly graces = new Map<Seat, NodeJS.Timeout>();
  private readonly awaitingAbsence = new Map<Seat, Set<() => void>>();

  constructor(
    config: AppConfig,
    private readonly roster: Roster,
    private readonly membership: Membership,
    private readonly lanes: Lanes,
    private readonly publisher: Publisher,
    private readonly events: DomainEvents,
  ) {
    this.graceMs = config.presence.graceMs;
  }

  onModuleInit(): void {
    this.events.on('ConnectionClosed', ({ connectionId, user, roomIds }) => {
      for (const roomId of roomIds) this.disconnected(roomId, user.id, connectionId);
    });
  }

  /** From now on the connection hears the room. Call it under the room's lock, with the last number read under it. */
  enter(arrival: Arrival, connection: Connection, lastSeq: number): Entry {
    const isNewConnection = !connection.rooms.has(arrival.room.id);
    connection.enter(arrival.room, lastSeq);
    const { seat, isNew } = this.roster.enter(arrival, connection);
    this.stopGrace(seat);
    return { connection, seat, isNewSeat: isNew, isNewConnection };
  }

  /** As if the entry had never been. */
  undo({ connection, seat, isNewSeat, isNewConnection }: Entry): void {
    if (!isNewConnection) return;
    connection.exit(seat.room.id);
    if (isNewSeat) {
      this.stopGrace(seat);
      this.roster.remove(seat);
    } else {
      this.disconnected(seat.room.id, seat.user.id, connection.id);
    }
  }

  /** Ends it at once: all of the person's connections stop hearing the room, then the others are told. */
  end(seat: Seat, reason: LeaveReason, exceptConnection?: string): void {
    this.stopGrace(seat);
    if (!this.roster.remove(seat)) return;
    const { room, user, name } = seat;
    for (const connection of seat.connections.values()) connection.exit(room.id);
    const audience = exceptConnection === undefined ? { room: room.id } : { room: room.id, exceptConnection };
    this.publisher.publish(audience, 'rooms:left', { room, user, name, reason, at: new Date().toISOString() });
  }

  /** Ends what is left of a room that was closed; everybody has been told by that. */
  dissolve(roomId: string): void {
    for (const seat of this.roster.seats(roomId)) {
      this.stopGrace(seat);
      this.roster.remove(seat);
      for (const connection of seat.connections.values()) connection.exit(roomId);
    }
  }

  /**
   * Whether somebody still sits there: pings their connections, and gives up those that don't answer within two seconds. Resolves
   * at once when the last of them closes meanwhile.
   */
  async isThere(seat: Seat): Promise<boolean> {
    const absence = this.absenceOf(seat);
    try {
      const answers = [...seat.connections.values()].map((connection) => this.answers(seat, connection));
      return await Promise.race([Promise.all(answers).then((all) => all.includes(true)), absence.comes.then(() => false)]);
    } finally {
      absence.forget();
    }
  }

  /** Keeps the seat of somebody who is gone until `resumeGrace`, while it is decided who gets it. */
  stopGrace(seat: Seat): void {
    clearTimeout(this.graces.get(seat));
    this.graces.delete(seat);
  }

  resumeGrace(seat: Seat): void {
    if (seat.connections.size > 0 || this.roster.seat(seat.room.id, seat.user.id) !== seat) return;
    this.stopGrace(seat);
    this.graces.set(
      seat,
      setTimeout(() => {
        this.graceEnded(seat);
      }, this.graceMs).unref(),
    );
  }

  private disconnected(roomId: string, userId: string, connectionId: string): void {
    const seat = this.roster.disconnect(roomId, userId, connectionId);
    if (seat === undefined) return;
    for (const tell of this.awaitingAbsence.get(seat) ?? []) tell();
    this.resumeGrace(seat);
  }

  private graceEnded(seat: Seat): void {
    this.end(seat, 'disconnected');
    if (!seat.user.guest) return;
    const { room, user } = seat;
    this.lanes
      .run(room.id, async () => {
        // The same guest may have come back while this waited.
        if (this.roster.seat(room.id, user.id) === undefined) await this.membership.end(room.id, user.id);
      })
      .catch((error: unknown) => {
        this.logger.warn({ err: error, roomId: room.id }, 'A guest’s membership could not be ended; the next sweep will');
      });
  }

  private async answers(seat: Seat, connection: Connection): Promise<boolean> {
    if (await connection.isAlive(PONG_MS)) return true;
    connection.exit(seat.room.id);
    this.disconnected(seat.room.id, seat.user.id, connection.id);
    // Cut without a word, which would only wait for somebody who doesn't read.
    connection.close(new AppError('SLOW_CONSUMER'));
    return false;
  }

  private absenceOf(seat: Seat): { comes: Promise<void>; forget: () => void } {
    let tell: () => void = () => undefined;
    const comes = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const waiting = this.awaitingAbsence.get(seat) ?? new Set();
    this.awaitingAbsence.set(seat, waiting.add(tell));
    const forget = (): void => {
      waiting.delete(tell);
      if (waiting.size === 0) this.awaitingAbsence.delete(seat);
    };
    return { comes, forget };
  }
}
