import { Injectable } from '@nestjs/common';
import { Signatures, UserDirectory } from '../../auth/index.js';
import { AppError, CALL_TOKEN, type CallTokenClaims } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import type { Call, User } from '../../protocol/index.js';
import { ClusterSignals } from '../../realtime/index.js';
import { AnswerCall } from '../answer-call.js';
import { CallChanges } from '../call-changes.js';
import { CallEvents } from '../call-events.js';
import { assertMayAccept } from '../call-record.js';
import { CallTeller } from '../call-teller.js';
import { CallRepository } from '../call.repository.js';
import { PartyRepository } from '../party.repository.js';
import { PushReach } from './push-reach.js';

/** What the callee does while it rings by a push: the app was not running, and what has woken has a token instead of a connection. */
@Injectable()
export class AnswerByToken {
  constructor(
    private readonly config: AppConfig,
    private readonly signatures: Signatures,
    private readonly users: UserDirectory,
    private readonly reach: PushReach,
    private readonly changes: CallChanges,
    private readonly calls: CallRepository,
    private readonly parties: PartyRepository,
    private readonly events: CallEvents,
    private readonly teller: CallTeller,
    private readonly answering: AnswerCall,
    private readonly signals: ClusterSignals,
  ) {}

  /**
   * Within the grace of who dropped out, the person's next connection takes part, and is brought the offer and all signals. Throws
   * `UNAUTHENTICATED`, and as `calls:accept`; the token that was used once answers nothing more, since the call rings no more.
   */
  async accept(callId: string, token: string): Promise<Call> {
    const user = await this.holderOf(callId, token);
    const { call } = await this.changes.change(callId, async (tx, record) => {
      assertMayAccept(record, user.id);
      await this.parties.joinAway(tx, record.id, user.id, this.config.calls.graceMs);
      await this.calls.accepted(tx, record.id, null, null);
      await this.events.answered(tx, record.id, user.id);
    });
    this.teller.acceptedAway({ call, by: user, answer: null, metadata: null });
    // Not waited for: what becomes of other devices is nothing to this one.
    void this.signals.send({ name: 'call-awaits', data: { callId, userId: user.id } });
    return call;
  }

  /** Throws `UNAUTHENTICATED`, and as `calls:reject`. */
  async reject(callId: string, token: string): Promise<Call> {
    const user = await this.holderOf(callId, token);
    return this.answering.reject({ user }, { callId });
  }

  private async holderOf(callId: string, token: string): Promise<User> {
    const claims = this.signatures.verify(CALL_TOKEN, token) as CallTokenClaims | undefined;
    if (claims?.callId !== callId) throw refusal();
    const isGood = await this.reach.isSubscribed(claims.userId, claims.subscriptionId);
    const user = isGood ? (await this.users.findByIds([claims.userId])).get(claims.userId) : undefined;
    if (user === undefined) throw refusal();
    return user;
  }
}

function refusal(): AppError {
  return new AppError('UNAUTHENTICATED', { message: 'This token does not answer the call.' });
}
