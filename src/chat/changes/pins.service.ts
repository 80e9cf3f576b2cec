import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { ROOM_PINS, type HistoryPage, type Message, type PayloadOf } from '../../protocol/index.js';
import { Publisher, type Connection } from '../../realtime/index.js';
import { RoomAccess, RoomAuthority } from '../../rooms/index.js';
import { MessageLogRepository } from '../message-log.repository.js';
import { presentMessage, presentSender } from '../message.presenter.js';
import { cutPage, PAGE_BYTES } from '../page.js';
import { ChangeRepository } from './change.repository.js';
import { Changer } from './changer.js';
import { assertMayWrite, assertStands } from './change-rules.js';

/** Keeping messages where everybody in the room finds them. */
@Injectable()
export class PinsService {
  constructor(
    private readonly changer: Changer,
    private readonly changes: ChangeRepository,
    private readonly log: MessageLogRepository,
    private readonly access: RoomAccess,
    private readonly authority: RoomAuthority,
    private readonly publisher: Publisher,
  ) {}

  /** Errors beside the changer's: `FORBIDDEN`, in a room of more than two to all but who moderates it, in one of two `BLOCKED`; `LIMIT_REACHED` past 50 pins. */
  pin(connection: Connection, { messageId, on }: PayloadOf<'chat:pin'>): Promise<Message> {
    return this.changer.change(
      messageId,
      connection.user,
      async (scene, tx) => {
        const { message, room, roomKind, user, now } = scene;
        if (roomKind !== 'direct' && !(await this.authority.mayModerate(tx, room.id, user))) {
          throw new AppError('FORBIDDEN', { message: 'Only who moderates the room may pin its messages.' });
        }
        assertStands(scene);
        if (roomKind === 'direct') assertMayWrite(scene);
        if ((message.pinnedAt !== null) === on) return null;
        if (on && (await this.changes.countPins(tx, room.id)) >= ROOM_PINS) {
          throw new AppError('LIMIT_REACHED', { message: `A room has at most ${ROOM_PINS} pinned messages. Unpin one first.` });
        }
        return { pinnedAt: on ? now : null };
      },
      (message, audience) => {
        this.publisher.publish(audience, 'chat:pinned', message, { seq: message.revisionSeq });
      },
    );
  }

  /** Oldest pin first; a page ends early where the messages are long. */
  async list(connection: Connection, { room: target, after }: PayloadOf<'chat:pins'>): Promise<HistoryPage> {
    const room = await this.access.requireMember(connection, target);
    const rows = await this.log.pinnedAfter(room.id, after ?? null, ROOM_PINS + 1);
    return cutPage(
      rows.map((row) => presentMessage(row, room, presentSender(row, row))),
      { count: ROOM_PINS, bytes: PAGE_BYTES },
    );
  }
}
