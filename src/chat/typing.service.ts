import { Injectable } from '@nestjs/common';
import { AppError, DomainEvents } from '../common/index.js';
import type { AnswerOf, PayloadOf, RoomTarget, UserTarget } from '../protocol/index.js';
import { Publisher, type Connection } from '../realtime/index.js';
import { audienceOf, Blocks, DirectRooms, RoomAccess, type FoundRoom } from '../rooms/index.js';
import { TypingIndicators } from './typing-indicators.js';

/** Tells a room who is typing. Never stored, and dropped first under pressure. */
@Injectable()
export class TypingService {
  private readonly indicators: TypingIndicators;

  constructor(
    private readonly access: RoomAccess,
    private readonly direct: DirectRooms,
    private readonly blocks: Blocks,
    publisher: Publisher,
    events: DomainEvents,
  ) {
    this.indicators = new TypingIndicators(({ room, pair, user, on, connectionId }) => {
      publisher.publish(audienceOf(room.id, pair, connectionId), 'chat:typing', { room, user, on }, { volatile: true });
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

  async setTyping(connection: Connection, { room: target, to, on }: PayloadOf<'chat:typing'>): Promise<AnswerOf<'chat:typing'>> {
    const { room, pair } = await this.find(connection, target, to, on);
    const { id, user } = connection;
    if (on && pair !== null) await this.blocks.assertMayWrite(user.id, pair);
    // It may have closed meanwhile, and nothing would end the typing.
    if (on && connection.open) this.indicators.start(room, this.access.personIn(room, user), id, pair);
    if (!on) this.indicators.stop(room.id, user.id);
    return { room };
  }

  private find(
    connection: Connection,
    room: RoomTarget | undefined,
    to: UserTarget | undefined,
    on: boolean,
  ): Promise<FoundRoom> {
    if ((room === undefined) === (to === undefined)) {
      throw new AppError('INVALID', { field: 'room', message: 'Say where: give one of room and to' });
    }
    if (to !== undefined) return on ? this.direct.roomWith(connection, to) : this.direct.existingWith(connection.user, to);
    const target = room ?? {};
    return on ? this.access.requireVoice(connection, target) : this.access.lookAsMember(connection, target);
  }
}
