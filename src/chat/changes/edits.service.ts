import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { EditMessage, Message } from '../../protocol/index.js';
import { Attachments } from '../../files/index.js';
import { Publisher, type Audience, type Connection } from '../../realtime/index.js';
import { RoomAuthority } from '../../rooms/index.js';
import { assertFits, assertSaysSomething } from '../message-rules.js';
import { ChangeRepository } from './change.repository.js';
import { Changer } from './changer.js';
import { assertMayWrite, assertStands } from './change-rules.js';
import type { Alteration } from './scene.js';

/** Saying something otherwise, or taking it back. */
@Injectable()
export class EditsService {
  constructor(
    private readonly changer: Changer,
    private readonly changes: ChangeRepository,
    private readonly authority: RoomAuthority,
    private readonly attachments: Attachments,
    private readonly publisher: Publisher,
  ) {}

  /** Errors beside the changer's: `INVALID` (as for sending), `FORBIDDEN` to all but the sender, `MUTED`, `BLOCKED`, `REVISION_CONFLICT`. */
  edit(connection: Connection, { messageId, text, ifRevision }: EditMessage): Promise<Message> {
    assertFits(text);
    return this.changer.change(
      messageId,
      connection.user,
      (scene) => {
        assertStands(scene);
        const { message, user, now } = scene;
        if (message.senderId !== user.id) throw new AppError('FORBIDDEN', { message: 'Only its sender may edit a message.' });
        assertMayWrite(scene);
        if (message.attachments === null) assertSaysSomething(text);
        // First: who repeats an edit whose answer was lost names the revision from before it.
        if (message.text === text) return null;
        if (ifRevision !== undefined && ifRevision !== message.revisionSeq) throw new AppError('REVISION_CONFLICT');
        return { text, editedAt: now };
      },
      (message, audience) => {
        this.tell('chat:edited', message, audience);
      },
    );
  }

  /** Errors beside the changer's: `FORBIDDEN` to all but the sender and who moderates the room. */
  delete(connection: Connection, messageId: string): Promise<Message> {
    return this.changer.change(
      messageId,
      connection.user,
      async ({ message, room, user, now }, tx): Promise<Alteration | null> => {
        if (message.senderId !== user.id && !(await this.authority.mayModerate(tx, room.id, user))) {
          throw new AppError('FORBIDDEN', { message: 'Only its sender and who moderates the room may delete a message.' });
        }
        if (message.deletedAt !== null) return null;
        await this.changes.clearReactions(tx, message.id);
        if (message.attachments !== null) await this.attachments.detach(tx, [message.id]);
        return { text: '', metadata: null, attachments: null, mentions: null, reactions: null, pinnedAt: null, deletedAt: now };
      },
      (message, audience) => {
        this.tell('chat:deleted', message, audience);
      },
    );
  }

  private tell(name: 'chat:edited' | 'chat:deleted', message: Message, audience: Audience): void {
    this.publisher.publish(audience, name, message, { seq: message.revisionSeq });
  }
}
