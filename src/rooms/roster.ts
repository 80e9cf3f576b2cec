import { COUNTED_PARTICIPANTS, type MemberRole, type Participant, type RoomRef, type User } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';

/** One person's participation in one room: their place at the table. */
export interface Seat {
  room: RoomRef;
  user: User;
  /** The name used in this room. */
  readonly name: string;
  role: MemberRole;
  muted: boolean;
  readonly joinedAt: string;
  /** When a connection last entered, by the database's clock in microseconds; see `Revocation`. */
  moment: number;
  /** Those that joined and are open; none while the grace runs. */
  readonly connections: Map<string, Connection>;
  /** What the name looks like; see `nameKey`. */
  readonly nameKey: string;
}

export type Arrival = Omit<Seat, 'connections' | 'nameKey'>;

/** Who is in which room now, as far as this node knows: in memory alone, rebuilt by clients that come back. */
export class Roster {
  private readonly rooms = new Map<string, Map<string, Seat>>();

  /** Seats the person, or adds the connection to the seat they have. */
  enter(arrival: Arrival, connection: Connection): { seat: Seat; isNew: boolean } {
    const { room, user } = arrival;
    let seats = this.rooms.get(room.id);
    if (seats === undefined) this.rooms.set(room.id, (seats = new Map<string, Seat>()));
    const taken = seats.get(user.id);
    const seat = taken ?? { ...arrival, connections: new Map<string, Connection>(), nameKey: nameKey(arrival.name) };
    // The database has just been asked, and knows best.
    const { room: named, role, muted, moment } = arrival;
    Object.assign(seat, { room: named, role, muted, moment: Math.max(seat.moment, moment) });
    seat.connections.set(connection.id, connection);
    seats.set(user.id, seat);
    return { seat, isNew: taken === undefined };
  }

  /** Takes the connection from its seat; gives the seat when nobody sits there any more. */
  disconnect(roomId: string, userId: string, connectionId: string): Seat | undefined {
    const seat = this.seat(roomId, userId);
    return seat?.connections.delete(connectionId) === true && seat.connections.size === 0 ? seat : undefined;
  }

  /** Clears the seat; false when it is no longer there. */
  remove(seat: Seat): boolean {
    const seats = this.rooms.get(seat.room.id);
    if (seats?.get(seat.user.id) !== seat) return false;
    seats.delete(seat.user.id);
    if (seats.size === 0) this.rooms.delete(seat.room.id);
    return true;
  }

  /** Shows the person's new name or role at every seat they have; what they call themselves in a room stays. */
  showAnew(user: User): void {
    for (const seats of this.rooms.values()) {
      const seat = seats.get(user.id);
      if (seat !== undefined) seat.user = user;
    }
  }

  seat(roomId: string, userId: string): Seat | undefined {
    return this.rooms.get(roomId)?.get(userId);
  }

  /** In the order in which they came. */
  seats(roomId: string): Seat[] {
    return [...(this.rooms.get(roomId)?.values() ?? [])];
  }

  /** As clients see them: the first of them, and how many there are. */
  shown(roomId: string): { participants: Participant[]; participantCount: number } {
    const seats = this.rooms.get(roomId);
    const participants: Participant[] = [];
    for (const seat of seats?.values() ?? []) {
      if (participants.length === COUNTED_PARTICIPANTS) break;
      participants.push(shownParticipant(seat));
    }
    return { participants, participantCount: this.count(roomId) };
  }

  /** Whose name in the room this is, to the eye. */
  holderOf(roomId: string, name: string): Seat | undefined {
    const key = nameKey(name);
    // Without a copy: a room may have ten thousand in it, and this is asked for every guest who comes.
    for (const seat of this.rooms.get(roomId)?.values() ?? []) if (seat.nameKey === key) return seat;
    return undefined;
  }

  count(roomId: string): number {
    return this.rooms.get(roomId)?.size ?? 0;
  }

  isOccupied(roomId: string): boolean {
    return this.rooms.has(roomId);
  }

  occupied(): string[] {
    return [...this.rooms.keys()];
  }
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{C}]/gu;

/** What two names have in common that a person would take for the same; empty where there is nothing to see. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replaceAll(INVISIBLE, '').trim().toLowerCase();
}

export function shownParticipant({ user, name, role, joinedAt }: Seat): Participant {
  return { user, name, role, joinedAt };
}
