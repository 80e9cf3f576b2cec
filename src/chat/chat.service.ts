import { Injectable } from '@nestjs/common';
import { DomainEvents, newId } from '../common/index.js';
import type { AnswerOf, Message, SendMessage } from '../protocol/index.js';
import { Publisher, type Connection } from '../realtime/index.js';
import { RoomAccess } from '../rooms/index.js';
import { assertSendable } from './message-rules.js';
import { MessageWriter } from './message-writer.js';

/** Saying something in a room. */
@Injectable()
export class ChatService {
  constructor(
    private readonly access: RoomAccess,
    private readonly writer: MessageWriter,
    private readonly publisher: Publisher,
    private readonly events: DomainEvents,
  ) {}

  /** Resolves when the message is committed and on its way to the room; a repeat is answered and reaches nobody again. */
  async send(connection: Connection, said: SendMessage): Promise<AnswerOf<'chat:send'>> {
    assertSendable(said);
    // Whether the person may speak there is asked by the write itself, which sees what was decided until then.
    const room = await this.access.locate(connection, said.room);
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
    };
    const writing = this.writer.write(draft, (written) => {
      this.announce(written);
    });
    connection.passOn();
    const { message, isDuplicate } = await writing;
    return isDuplicate ? { ...message, duplicate: true } : message;
  }

  private announce(message: Message): void {
    this.publisher.publish({ room: message.room.id }, 'chat:message', message, { seq: message.seq });
    this.events.emit('MessageSent', { message });
  }
}
