import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import type { AnswerOf, RoomTarget, User } from '../../protocol/index.js';
import type { Connection } from '../../realtime/index.js';
import { peerIn, RoomAccess, type FoundRoom } from '../../rooms/index.js';
import { MarkRepository } from './mark.repository.js';

/** How far the others are, for a client that has just come: what changes from then on it hears as receipts. */
@Injectable()
export class OthersMarks {
  constructor(
    private readonly access: RoomAccess,
    private readonly users: UserDirectory,
    private readonly marks: MarkRepository,
  ) {}

  /** Throws `ROOM_NOT_FOUND`, `NOT_A_MEMBER`. */
  async list(connection: Connection, target: RoomTarget): Promise<AnswerOf<'chat:receipts'>> {
    const found = await this.access.lookAsMember(connection, target);
    const { room } = found;
    const others = await this.othersIn(found, connection.user.id);
    const marks = await this.marks.of(
      room.id,
      others.map(({ id }) => id),
    );
    const receipts = others.flatMap((user) => {
      const mark = marks.get(user.id);
      return mark === undefined ? [] : [{ room, user, ...mark }];
    });
    return { receipts };
  }

  /** Nobody takes a seat in a conversation of two. */
  private async othersIn({ room, pair }: FoundRoom, userId: string): Promise<User[]> {
    if (pair !== null) return [...(await this.users.findByIds([peerIn(pair, userId)])).values()];
    return this.access.peopleIn(room).filter(({ id }) => id !== userId);
  }
}
