import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { Transaction } from '../../database/index.js';
import { MESSAGE_EMOJI, type Message, type PayloadOf } from '../../protocol/index.js';
import { Publisher, type Connection } from '../../realtime/index.js';
import { RoomAccess } from '../../rooms/index.js';
import { ChangeRepository } from './change.repository.js';
import { Changer } from './changer.js';
import { assertMayWrite, assertStands } from './change-rules.js';
import type { Alteration, Scene } from './scene.js';

/** Answering a message with an emoji. */
@Injectable()
export class ReactionsService {
  constructor(
    private readonly changer: Changer,
    private readonly changes: ChangeRepository,
    private readonly access: RoomAccess,
    private readonly publisher: Publisher,
  ) {}

  /** Errors beside the changer's: `MUTED`, `BLOCKED`, `LIMIT_REACHED` for a further emoji where there are 20. */
  react(connection: Connection, { messageId, emoji, on }: PayloadOf<'chat:react'>): Promise<Message> {
    return this.changer.change(
      messageId,
      connection.user,
      (scene, tx) => this.decide(tx, scene, emoji, on),
      (message, audience) => {
        const { id, room, revisionSeq: seq, reactions } = message;
        const user = this.access.personIn(room, connection.user);
        const count = reactions.find((reaction) => reaction.emoji === emoji)?.count ?? 0;
        this.publisher.publish(audience, 'chat:reaction', { room, seq, messageId: id, user, emoji, on, count }, { seq });
      },
    );
  }

  private async decide(tx: Transaction, scene: Scene, emoji: string, on: boolean): Promise<Alteration | null> {
    assertStands(scene);
    assertMayWrite(scene);
    const shown = scene.message.reactions ?? [];
    if (on && shown.length >= MESSAGE_EMOJI && !shown.some((reaction) => reaction.emoji === emoji)) {
      throw new AppError('LIMIT_REACHED', { message: `A message takes at most ${MESSAGE_EMOJI} different emoji.` });
    }
    const isChange = on ? await this.changes.addReaction(tx, scene, emoji) : await this.changes.removeReaction(tx, scene, emoji);
    if (!isChange) return null;
    const reactions = await this.changes.reactionsTo(tx, scene.message.id);
    return { reactions: reactions.length === 0 ? null : reactions };
  }
}
