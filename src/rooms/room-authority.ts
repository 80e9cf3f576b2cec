import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { Transaction } from '../database/index.js';
import type { User } from '../protocol/index.js';
import { MemberRepository } from './member.repository.js';
import { rankByMembership, rankOf, refusalOf, type Action, type Place, type Standing } from './moderation/authority.js';

/** Who may do what about a room. Asked under the room's lock, the answer holds until the transaction ends. */
@Injectable()
export class RoomAuthority {
  constructor(private readonly members: MemberRepository) {}

  /** Whether the person is the owner or a moderator of the open room, or an admin of the app; never in a conversation of two. */
  async mayModerate(queries: Pick<Transaction, 'query'>, roomId: string, user: User): Promise<boolean> {
    const found = await this.members.standing(queries, roomId, user.id);
    if (found === undefined) return false;
    const { kind, visibility, standing } = found;
    return refusalOf({ kind, visibility, action: 'update', rank: rankOf(user, kind, standing) }) === null;
  }

  /** As `assertMay`, by one look at the database; throws `ROOM_NOT_FOUND` for a room that is closed. Gives what they are there. */
  async assertMayIn(
    queries: Pick<Transaction, 'query'>,
    roomId: string,
    user: User,
    action: Action,
  ): Promise<(Standing & { muted: boolean; name: string | null }) | undefined> {
    const found = await this.members.standing(queries, roomId, user.id);
    if (found === undefined) throw new AppError('ROOM_NOT_FOUND');
    this.assertMay(user, action, found, found.standing);
    return found.standing;
  }

  /** Throws what stands against it: `BANNED`, `NOT_A_MEMBER`, `ROOM_NOT_FOUND` to strangers of a private room, `FORBIDDEN`. */
  assertMay(
    user: User,
    action: Action,
    { kind, visibility }: Place,
    standing: Standing | undefined,
    target?: { userId: string; standing: Standing | undefined },
  ): void {
    const onWhom =
      target === undefined
        ? {}
        : { target: { rank: rankByMembership(kind, target.standing), isSelf: target.userId === user.id } };
    const refusal = refusalOf({ kind, visibility, action, rank: rankOf(user, kind, standing), ...onWhom });
    if (refusal !== null) throw new AppError(refusal.code, refusal.message === undefined ? {} : { message: refusal.message });
  }
}
