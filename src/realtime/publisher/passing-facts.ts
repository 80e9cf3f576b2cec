import type { DomainEvents } from '../../common/index.js';
import type { FactData } from '../../protocol/index.js';
import type { Publication } from './publication.js';

/**
 * Says to this node's features that a fact went by, from whichever node: domain events are in-process, and of what was written
 * elsewhere a node hears only by its facts.
 */
export function announcePassing(events: DomainEvents, { audience, name, data }: Publication): void {
  switch (name) {
    case 'chat:message':
    case 'chat:deleted':
      if ('room' in audience) events.emit('RoomSpoke', { roomId: audience.room });
      if ('people' in audience) events.emit('RoomSpoke', { roomId: audience.inRoom });
      return;
    case 'chat:receipt': {
      const { room, user, readSeq, deliveredSeq } = data as FactData<'chat:receipt'>;
      events.emit('ReceiptTold', { roomId: room.id, userId: user.id, readSeq, deliveredSeq });
      return;
    }
    case 'calls:incoming':
      if (!('connection' in audience)) events.emit('CallRang', { callId: (data as FactData<'calls:incoming'>).call.id });
      return;
    case 'chat:unread': {
      const { room } = data as FactData<'chat:unread'>;
      if ('user' in audience) events.emit('UnreadTold', { roomId: room.id, userId: audience.user });
      return;
    }
    default:
  }
}
