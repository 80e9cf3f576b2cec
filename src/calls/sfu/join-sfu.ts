import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Database } from '../../database/index.js';
import type { SfuAccess, User } from '../../protocol/index.js';
import { RoomAuthority } from '../../rooms/index.js';
import { presentIn } from '../call-record.js';
import { FindCall } from '../find-call.js';
import { liveKitAccess } from './live-kit-token.js';

/** Lets the people of a call into its room on the LiveKit server. */
@Injectable()
export class JoinSfu {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly find: FindCall,
    private readonly authority: RoomAuthority,
  ) {}

  /**
   * What they may do there is what they may in the room of the call. Throws `CALL_FULL` where there is no LiveKit server, `CALL_ENDED`,
   * `FORBIDDEN` to who has not joined the call, and what stands against being in the room.
   */
  async join(user: User, callId: string): Promise<SfuAccess> {
    const call = await this.find.own(user, { callId });
    if (call.state === 'ended') throw new AppError('CALL_ENDED');
    if (!presentIn(call).some(({ userId }) => userId === user.id)) {
      throw new AppError('FORBIDDEN', { message: 'Join the call first.' });
    }
    const standing = await this.authority.assertMayIn(this.database, call.room.id, user, 'members');
    const mayModerate = await this.authority.mayModerate(this.database, call.room.id, user);

    const { liveKit } = this.config.calls;
    if (liveKit === undefined) {
      throw new AppError('CALL_FULL', { message: 'This server has no SFU: the people of a call send to one another.' });
    }
    const mayPublish = standing?.muted !== true;
    return liveKitAccess(liveKit, { callId: call.id, userId: user.id, name: user.name, mayPublish, mayModerate });
  }
}
