import type { MemberRole, Participant, RoomRef, User } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';

/** One person's participation in one room: their place at the table. */
export interface Seat {
  readonly room: RoomRef;
  readonly user: User;
  /** The name used in this room. */
  readonly name: string;
  role: MemberRole;
  readonly joinedAt: string;
  /** Those that joined and are open; none while the grace runs. */
  readonly connections: Map<string, Connection>;
}

export type Arrival = Omit<Seat, 'connections'>;

/** Who is in which room now, as far as this node knows: in memory alone, rebuilt by clients that come back. */
export class Roster {
  private readonly rooms = new Map<string, Map<string, Seat>>();

  /** Seats the person, or adds the connection to the seat they have. */
  enter(arrival: Arrival, connection: Connection): { seat: Seat; isNew: boolean } {
    const { room, user } = arrival;
    let seats = this.rooms.get(room.id);
    if (seats === undefined) this.rooms.set(room.id, (seats = new Map<string, Seat>()));
    const taken = seats.get(user.id);
    const seat = taken ?? { ...arrival, connections: new Map<string, Connection>() };
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

  seat(roomId: string, userId: string): Seat | undefined {
    return this.rooms.get(roomId)?.get(userId);
  }

  /** In the order in which they came. */
  seats(roomId: string): Seat[] {
    return [...(this.rooms.get(roomId)?.values() ?? [])];
  }

  /** Whose name in the room this is, to the eye. */
  holderOf(roomId: string, name: string): Seat | undefined {
    const key = nameKey(name);
    return this.seats(roomId).find((seat) => nameKey(seat.name) === key);
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
