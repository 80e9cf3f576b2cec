import { Injectable } from '@nestjs/common';
import { AppError, DomainEvents, newId } from '../common/index.js';
import type { AnswerOf, Message, SendMessage } from '../protocol/index.js';
import { Publisher, type Connection, type PublishOptions } from '../realtime/index.js';
import { audienceOf, DirectRooms, RoomAccess, type FoundRoom, type Pair } from '../rooms/index.js';
import { assertSendable } from './message-rules.js';
import { MessageWriter } from './message-writer.js';

/** Saying something in a room. */
@Injectable()
export class ChatService {
  constructor(
    private readonly access: RoomAccess,
    private readonly direct: DirectRooms,
    private readonly writer: MessageWriter,
    private readonly publisher: Publisher,
    private readonly events: DomainEvents,
  ) {}

  /** Resolves when the message is committed and on its way to the room; a repeat is answered and reaches nobody again. */
  async send(connection: Connection, said: SendMessage): Promise<AnswerOf<'chat:send'>> {
    assertSendable(said);
    // Whether the person may speak there is asked by the write itself, which sees what was decided until then.
    const { room, contacts, lastSeq } = await this.find(connection, said);
    const draft = {
      id: newId(),
      room,
      sender: connection.user,
      clientId: said.clientId ?? null,
      kind: said.kind ?? 'text',
      text: said.text,
      metadata: said.metadata ?? null,
      replyTo: said.replyTo?.toLowerCase() ?? null,
      mentions: [...new Set(said.mentions)],
      attachments: (said.attachments ?? []).map((id) => ({ id: id.toLowerCase() })),
    };
    const aside = contacts === undefined ? {} : { aside: { contacts } };
    const writing = this.writer.write(draft, (written, pair, isLate) => {
      this.announce(written, pair, { since: lastSeq, ...aside, ...(isLate ? { deniedTo: connection.id } : {}) });
    });
    connection.passOn();
    const { message, isDuplicate } = await writing;
    return isDuplicate ? { ...message, duplicate: true } : message;
  }

  /** Of `room` and `to` it must be one: by two a message could go astray. */
  private async find(connection: Connection, { room, to }: SendMessage): Promise<FoundRoom> {
    if (room !== undefined && to !== undefined) throw invalid('to', 'Give one of room and to');
    if (room !== undefined) return this.access.look(connection, room);
    if (to === undefined) throw invalid('room', 'Say where: give room or to');
    return this.direct.roomWith(connection, to);
  }

  private announce(message: Message, pair: Pair | null, options: PublishOptions): void {
    const { room, seq } = message;
    this.publisher.publish(audienceOf(room.id, pair), 'chat:message', message, { seq, ...options });
    this.events.emit('MessageSent', { message });
  }
}

function invalid(field: 'room' | 'to', message: string): AppError {
  return new AppError('INVALID', { field, message });
}
