import { Injectable } from '@nestjs/common';
import { COUNTED_PARTICIPANTS, type LeaveReason, type RoomRef, type User } from '../protocol/index.js';
import { Publisher } from '../realtime/index.js';
import { Roster } from './roster.js';
import type { SharedSeat } from './seat.js';

/** A crowded room is told how many are there so often at most… */
const COUNT_MS = 1_000;
/** …and less often the more there are: frames a second that this makes for one room. */
const COUNT_FRAMES = 500;

/** Somebody whose participation or membership is over. */
export interface Leaver {
  readonly room: RoomRef;
  readonly user: User;
  /** The name used in the room. */
  readonly name: string;
}

/** Tells a room who comes and goes: one by one, or by their number where they are too many for that. */
@Injectable()
export class Attendance {
  /** Crowded rooms that are about to be told how many they are. */
  private readonly counting = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly roster: Roster,
    private readonly publisher: Publisher,
  ) {}

  /** `connectionId`: of whoever is answered instead of being told. */
  arrived({ room, user, name, role, joinedAt }: SharedSeat, connectionId: string | undefined, returned: boolean): void {
    if (this.isCrowded(room.id)) {
      this.count(room);
      return;
    }
    const fact = { room, user, name, role, joinedAt, returned };
    const except = connectionId === undefined ? {} : { exceptConnection: connectionId };
    this.publisher.publish({ room: room.id, ...except }, 'rooms:joined', fact);
  }

  /** Whoever was taken out hears it themselves, in a crowded room, too, as long as their devices are in. */
  left({ room, user, name }: Leaver, reason: LeaveReason, exceptConnection?: string): void {
    const fact = { room, user, name, reason, at: new Date().toISOString() };
    const except = exceptConnection === undefined ? {} : { exceptConnection };
    if (!this.isCrowded(room.id)) {
      this.publisher.publish({ room: room.id, ...except }, 'rooms:left', fact);
      return;
    }
    this.count(room);
    const isThere = reason !== 'disconnected' && reason !== 'replaced';
    if (isThere) this.publisher.publish({ user: user.id, ...except }, 'rooms:left', fact);
  }

  private isCrowded(roomId: string): boolean {
    return this.roster.count(roomId) > COUNTED_PARTICIPANTS;
  }

  private count(room: RoomRef): void {
    if (this.counting.has(room.id)) return;
    const wait = Math.max(COUNT_MS, (this.roster.count(room.id) / COUNT_FRAMES) * 1_000);
    const timer = setTimeout(() => {
      this.counting.delete(room.id);
      const participantCount = this.roster.count(room.id);
      this.publisher.publish({ room: room.id }, 'rooms:count', { room, participantCount }, { volatile: true });
    }, wait).unref();
    this.counting.set(room.id, timer);
  }
}
