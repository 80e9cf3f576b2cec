import type { OutboxEvent, OutboxEventMap } from '../common/index.js';
import { refOf, shownRoom, type RoomRow } from './room-row.js';

/** What the outbox is told of rooms, each in the transaction that changes them. */
export function roomCreated(room: RoomRow): OutboxEvent {
  return { name: 'room.created', data: { room: shownRoom(room) } };
}

export function roomClosed(room: RoomRow, reason: OutboxEventMap['room.closed']['reason']): OutboxEvent {
  return { name: 'room.closed', data: { room: refOf(room), reason } };
}
