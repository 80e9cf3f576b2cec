import { COUNTED_PARTICIPANTS, type Participant, type User } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import {
  faceOf,
  isHere,
  leftLater,
  nameKey,
  shownParticipant,
  type Arrival,
  type Place,
  type Seat,
  type SeatElsewhere,
} from './seat.js';

type Places = Map<string, Place>;
type OwnChange = (seat: Seat, isGone: boolean) => void;

const NOBODY: Place = { own: undefined, elsewhere: [] };

/** Who is in which room now: on this node, and on the others as they have said. In memory alone, rebuilt by clients that come back. */
export class Roster {
  /** By room and person, in the order in which this node heard of them. */
  private readonly rooms = new Map<string, Places>();
  private ownChanged: OwnChange = () => undefined;

  /** The one listener hears of every seat of this node that is new, looks different to other nodes, or is gone. */
  onOwnChange(listener: OwnChange): void {
    this.ownChanged = listener;
  }

  /** Seats the person, or adds the connection to the seat they have. `isNewcomer`: they had none on any node. */
  enter(arrival: Arrival, connection: Connection): { seat: Seat; isNew: boolean; isNewcomer: boolean } {
    const { room, user } = arrival;
    const place = this.place(room.id, user.id);
    const taken = place.own;
    const seat = taken ?? newSeat(arrival, place.elsewhere[0]);
    // The database has just been asked, and knows best.
    const { room: named, role, muted, moment } = arrival;
    const looksNew = taken?.goneAt !== null || taken.role !== role || taken.room.code !== named.code;
    Object.assign(seat, { room: named, role, muted, moment: Math.max(seat.moment, moment), goneAt: null });
    seat.connections.set(connection.id, connection);
    if (taken === undefined) this.put(room.id, user.id, { ...place, own: seat });
    if (looksNew) this.changed(seat);
    return { seat, isNew: taken === undefined, isNewcomer: faceOf(place) === undefined };
  }

  /** Takes the connection from its seat; gives the seat when nobody sits there any more. */
  disconnect(roomId: string, userId: string, connectionId: string): Seat | undefined {
    const seat = this.seat(roomId, userId);
    if (seat?.connections.delete(connectionId) !== true || seat.connections.size > 0) return undefined;
    seat.goneAt = Date.now();
    this.changed(seat);
    return seat;
  }

  /** Clears the seat; false when it is no longer there. */
  remove(seat: Seat): boolean {
    const { room, user } = seat;
    const place = this.place(room.id, user.id);
    if (place.own !== seat) return false;
    this.put(room.id, user.id, { ...place, own: undefined });
    this.ownChanged(seat, true);
    return true;
  }

  /** Somebody gave this seat of this node another look. */
  changed(seat: Seat): void {
    this.ownChanged(seat, false);
  }

  /** What the other nodes say of somebody now, instead of what they said before. */
  putElsewhere(roomId: string, userId: string, elsewhere: readonly SeatElsewhere[]): void {
    this.put(roomId, userId, { ...this.place(roomId, userId), elsewhere });
  }

  /** Shows the person's new name or role at every seat they have; what they call themselves in a room stays. */
  showAnew(user: User): void {
    for (const places of this.rooms.values()) {
      const seat = places.get(user.id)?.own;
      if (seat === undefined) continue;
      seat.user = user;
      this.changed(seat);
    }
  }

  place(roomId: string, userId: string): Place {
    return this.rooms.get(roomId)?.get(userId) ?? NOBODY;
  }

  /** On this node. */
  seat(roomId: string, userId: string): Seat | undefined {
    return this.place(roomId, userId).own;
  }

  /** On this node, in the order in which they came. */
  seats(roomId: string): Seat[] {
    return this.places(roomId).flatMap(({ own }) => own ?? []);
  }

  places(roomId: string): Place[] {
    return [...(this.rooms.get(roomId)?.values() ?? [])];
  }

  /** As clients see them, in the order in which they came: the first of them, and how many there are. */
  shown(roomId: string): { participants: Participant[]; participantCount: number } {
    return { participants: this.participants(roomId, COUNTED_PARTICIPANTS), participantCount: this.count(roomId) };
  }

  participants(roomId: string, atMost = Infinity): Participant[] {
    const participants: Participant[] = [];
    let isMixed = false;
    for (const place of this.rooms.get(roomId)?.values() ?? []) {
      if (participants.length >= atMost) break;
      const face = faceOf(place);
      if (face !== undefined) participants.push(shownParticipant(face));
      isMixed ||= place.elsewhere.length > 0;
    }
    // What other nodes say may come in any order.
    return isMixed ? participants.sort((a, b) => (a.joinedAt < b.joinedAt ? -1 : 1)) : participants;
  }

  /** Whose name in the room this is, to the eye. */
  holderOf(roomId: string, name: string): Place | undefined {
    const key = nameKey(name);
    // Without a copy: a room may have ten thousand in it, and this is asked for every guest who comes.
    for (const place of this.rooms.get(roomId)?.values() ?? []) if (faceOf(place)?.nameKey === key) return place;
    return undefined;
  }

  /** Whether it is for another node to say when they are gone: they sit there, or left there later than here. */
  isForOthers(seat: Seat): boolean {
    const { elsewhere } = this.place(seat.room.id, seat.user.id);
    return isHere({ own: undefined, elsewhere }) || elsewhere.some((other) => leftLater(other, seat));
  }

  /** Whether other nodes have not given their seat up yet. */
  isKeptElsewhere({ room, user }: Seat): boolean {
    return this.place(room.id, user.id).elsewhere.length > 0;
  }

  count(roomId: string): number {
    return this.rooms.get(roomId)?.size ?? 0;
  }

  isOccupied(roomId: string): boolean {
    return this.rooms.has(roomId);
  }

  /** Rooms in which anybody is, on whatever node. */
  occupied(): string[] {
    return [...this.rooms.keys()];
  }

  get occupiedCount(): number {
    return this.rooms.size;
  }

  private put(roomId: string, userId: string, place: Place): void {
    let places = this.rooms.get(roomId);
    if (faceOf(place) !== undefined) {
      if (places === undefined) this.rooms.set(roomId, (places = new Map<string, Place>()));
      places.set(userId, place);
      return;
    }
    places?.delete(userId);
    if (places?.size === 0) this.rooms.delete(roomId);
  }
}

/** Who sits on another node already goes on there as they are here. */
function newSeat(arrival: Arrival, before: SeatElsewhere | undefined): Seat {
  const { name, joinedAt } = before ?? arrival;
  return { ...arrival, name, joinedAt, connections: new Map<string, Connection>(), goneAt: null, nameKey: nameKey(name) };
}
