import type { Connection } from '../realtime/index.js';

/**
 * Which rooms a guest's connection made. A guest is no member before joining, and may join by the id that the answer gave; what
 * is remembered goes with the connection.
 */
export class RoomsMadeByGuests {
  private readonly made = new WeakMap<Connection, Set<string>>();

  remember(connection: Connection, roomId: string): void {
    const rooms = this.made.get(connection) ?? new Set();
    this.made.set(connection, rooms.add(roomId));
  }

  isMadeBy(connection: Connection, roomId: string): boolean {
    return this.made.get(connection)?.has(roomId) ?? false;
  }
}
