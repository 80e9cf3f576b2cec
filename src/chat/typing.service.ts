import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../common/index.js';
import type { AnswerOf, PayloadOf } from '../protocol/index.js';
import { Publisher, type Connection } from '../realtime/index.js';
import { RoomAccess } from '../rooms/index.js';
import { TypingIndicators } from './typing-indicators.js';

/** Tells a room who is typing. Never stored, and dropped first under pressure. */
@Injectable()
export class TypingService {
  private readonly indicators: TypingIndicators;

  constructor(
    private readonly access: RoomAccess,
    publisher: Publisher,
    events: DomainEvents,
  ) {
    this.indicators = new TypingIndicators(({ room, user, on, connectionId }) => {
      publisher.publish({ room: room.id, exceptConnection: connectionId }, 'chat:typing', { room, user, on }, { volatile: true });
    });
    events.on('MessageSent', ({ message }) => {
      this.indicators.stop(message.room.id, message.sender.id);
    });
    events.on('ConnectionClosed', ({ connectionId }) => {
      this.indicators.stopOn(connectionId);
    });
    events.on('RoomExited', ({ roomId, userId }) => {
      this.indicators.stop(roomId, userId);
    });
    // A member who never sat down there has no participation that could end.
    events.on('AccessRevoked', (revocation) => {
      if (revocation.kind === 'room') this.indicators.stop(revocation.roomId, revocation.userId);
    });
  }

  async setTyping(connection: Connection, { room: target, on }: PayloadOf<'chat:typing'>): Promise<AnswerOf<'chat:typing'>> {
    const room = await (on ? this.access.requireVoice(connection, target) : this.access.requireMember(connection, target));
    if (on) this.indicators.start(room, this.access.personIn(room, connection.user), connection.id);
    else this.indicators.stop(room.id, connection.user.id);
    return { room };
  }
}
