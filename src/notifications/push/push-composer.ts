import { Injectable } from '@nestjs/common';
import { Signatures, UserDirectory } from '../../auth/index.js';
import { CALL_TOKEN } from '../../common/index.js';
import type { CallPush, PushMessage } from '../../protocol/index.js';
import type { Delivery } from '../delivery/channel.js';
import type { Destination } from './push-subscription.repository.js';
import { ringingOf, type PushedPayload, type Ringing } from './pushed-payload.js';

/** For a device whose clock, or whose way here, is slow; whether it still rings is asked when the token is used. */
const SPARE_SECONDS = 60;

/** Makes the message for one device of what was written down to be pushed. */
@Injectable()
export class PushComposer {
  constructor(
    private readonly signatures: Signatures,
    private readonly users: UserDirectory,
  ) {}

  async compose({ payload, collapseKey, expiresAt }: Delivery, destination: Destination): Promise<PushMessage> {
    const pushed = payload as PushedPayload;
    const { id, kind, title, body } = pushed;
    const ringing = ringingOf(pushed, expiresAt);
    const data = ringing === undefined ? pushed.data : { ...(await this.callPush(ringing, destination)) };
    return { id, kind, title, body, data, tag: collapseKey };
  }

  /** With the token by which this device, and no other, may answer without a connection. */
  private async callPush(ringing: Ringing, { id: subscriptionId, userId }: Destination): Promise<CallPush> {
    const { callId, callerId, callKind, until } = ringing;
    const ttlSeconds = Math.max(0, Math.ceil((until.getTime() - Date.now()) / 1_000)) + SPARE_SECONDS;
    const { token } = this.signatures.sign(CALL_TOKEN, { callId, userId, subscriptionId }, ttlSeconds);
    const caller = (await this.users.findByIds([callerId])).get(callerId);
    return {
      callId,
      from: { id: callerId, name: caller?.name ?? callerId, avatarUrl: caller?.avatarUrl ?? null },
      kind: callKind,
      token,
      acceptUrl: `/api/calls/${callId}/accept`,
      rejectUrl: `/api/calls/${callId}/reject`,
      expiresAt: until.toISOString(),
    };
  }
}
