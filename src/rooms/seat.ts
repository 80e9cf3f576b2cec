import type { MemberRole, Participant, RoomRef, User } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';

/** One person's participation in one room on this node: their place at the table. */
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
  /** When the last of them closed, in milliseconds since 1970; null while there is one. */
  goneAt: number | null;
  /** What the name looks like; see `nameKey`. */
  readonly nameKey: string;
}

export type Arrival = Omit<Seat, 'connections' | 'goneAt' | 'nameKey'>;

/** What other nodes know of a seat. */
export type SharedSeat = Readonly<Pick<Seat, 'room' | 'user' | 'name' | 'role' | 'joinedAt' | 'moment' | 'goneAt'>>;

/** A seat on another node. */
export interface SeatElsewhere extends SharedSeat {
  readonly node: string;
  readonly nameKey: string;
}

/** One person in one room, on all nodes: at least one seat. */
export interface Place {
  readonly own: Seat | undefined;
  readonly elsewhere: readonly SeatElsewhere[];
}

/** What is shown of somebody who has seats on several nodes: all of them say nearly the same. */
export function faceOf({ own, elsewhere }: Place): Seat | SeatElsewhere | undefined {
  return own ?? elsewhere[0];
}

/** Whether any of their devices is connected, on whatever node. */
export function isHere({ own, elsewhere }: Place): boolean {
  return (own !== undefined && own.connections.size > 0) || elsewhere.some(({ goneAt }) => goneAt === null);
}

/** Of two seats that nobody sits in: all nodes say the same of them. Tabs that close together leave in the same millisecond. */
export function leftLater(one: SharedSeat, other: SharedSeat): boolean {
  const [oneAt, otherAt] = [Number(one.goneAt), Number(other.goneAt)];
  return oneAt === otherAt ? one.moment > other.moment : oneAt > otherAt;
}

export function sharedSeat({ room, user, name, role, joinedAt, moment, goneAt }: Seat): SharedSeat {
  return { room, user, name, role, joinedAt, moment, goneAt };
}

export function seatElsewhere(node: string, shared: SharedSeat): SeatElsewhere {
  return { ...shared, node, nameKey: nameKey(shared.name) };
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{C}]/gu;

/** What two names have in common that a person would take for the same; empty where there is nothing to see. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replaceAll(INVISIBLE, '').trim().toLowerCase();
}

export function shownParticipant({ user, name, role, joinedAt }: SharedSeat): Participant {
  return { user, name, role, joinedAt };
}
