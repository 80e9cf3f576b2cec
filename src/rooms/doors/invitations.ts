import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { AppError } from '../../common/index.js';
import { Outbox } from '../../database/index.js';
import type { AnswerOf, RoomTarget } from '../../protocol/index.js';
import { Publisher, type Connection } from '../../realtime/index.js';
import { MemberRepository } from '../member.repository.js';
import { RoomAccess } from '../room-access.js';
import { shownRoom } from '../room-row.js';
import { AdmissionRepository } from './admission.repository.js';
import { Blocks } from './blocks.js';
import { Doorway } from './doorway.js';
import { isNewsToInvited } from './standing-rules.js';

/** Unused invitations of one room. */
const INVITED = 1_000;

/** Owner and moderators let registered people in who have not asked. */
@Injectable()
export class Invitations {
  constructor(
    private readonly doorway: Doorway,
    private readonly access: RoomAccess,
    private readonly admissions: AdmissionRepository,
    private readonly members: MemberRepository,
    private readonly users: UserDirectory,
    private readonly blocks: Blocks,
    private readonly publisher: Publisher,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The person may join by the room's id, past a lock, a waiting room and `private`, once. Of members nothing changes. Throws
   * `USER_NOT_FOUND`, `FORBIDDEN` for the banned, `BLOCKED` when they don't want to hear from the caller, `LIMIT_REACHED`.
   */
  async invite(connection: Connection, target: RoomTarget, userId: string): Promise<AnswerOf<'rooms:invite'>> {
    const invited = (await this.users.findByIds([userId])).get(userId);
    if (invited === undefined || invited.guest) {
      await this.doorway.locate(connection, target);
      throw new AppError('USER_NOT_FOUND', { field: 'userId' });
    }
    const { room, tell } = await this.doorway.underLock(connection, target, async (tx, ref, row) => {
      const member = await this.members.find(ref.id, userId, tx);
      if (member?.banned === true) {
        throw new AppError('FORBIDDEN', { message: 'This person is banned from the room. Lift the ban first.' });
      }
      if (member !== undefined) return { room: ref };
      if (await this.blocks.isBlocked(userId, connection.user.id, tx)) throw new AppError('BLOCKED');
      const standing = await this.admissions.find(tx, ref.id, userId);
      if (!isNewsToInvited(standing)) return { room: ref };
      if (standing?.state !== 'invited' && (await this.admissions.count(tx, ref.id, 'invited')) >= INVITED) {
        throw new AppError('LIMIT_REACHED', { message: 'Too many people are invited and have not come. Let some come first.' });
      }
      const put = { roomId: ref.id, userId, state: 'invited', guest: false, name: null, byUserId: connection.user.id } as const;
      const at = await this.admissions.put(tx, put);
      const invitation = { room: shownRoom(row), by: this.access.personIn(ref, connection.user), at: at.toISOString() };
      await this.outbox.append(tx, [{ name: 'room.invited', data: { ...invitation, userId } }]);
      return { room: ref, tell: { invitation, waited: standing?.state === 'waiting' } };
    });
    if (tell !== undefined) {
      this.publisher.publish({ user: userId }, 'rooms:invited', tell.invitation);
      // Their client knows by this that it need not wait any more.
      if (tell.waited) this.publisher.publish({ user: userId }, 'rooms:admitted', { room });
    }
    return { room, user: invited };
  }
}
