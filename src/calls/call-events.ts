import { Injectable } from '@nestjs/common';
import { Outbox, type Transaction } from '../database/index.js';
import type { CallRecord } from './call-record.js';
import { CallPresenter } from './call.presenter.js';

/** What the outbox is told of calls, each in the transaction that changes them. */
@Injectable()
export class CallEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly presenter: CallPresenter,
  ) {}

  /** A call of two begins to ring. */
  async ringing(tx: Transaction, record: CallRecord, calleeId: string): Promise<void> {
    if (!this.outbox.isWanted('call.ringing') || record.deadlineAt === null) return;
    const call = await this.presenter.present(record, tx);
    const until = record.deadlineAt.toISOString();
    await this.outbox.append(tx, [{ name: 'call.ringing', data: { call, caller: call.caller, calleeIds: [calleeId], until } }]);
  }

  async answered(tx: Transaction, callId: string, calleeId: string): Promise<void> {
    await this.outbox.append(tx, [{ name: 'call.answered', data: { callId, calleeIds: [calleeId] } }]);
  }

  /** Where it has ended by this change. */
  async ended(tx: Transaction, before: CallRecord, after: CallRecord): Promise<void> {
    if (before.state === 'ended' || after.state !== 'ended' || !this.outbox.isWanted('call.ended')) return;
    await this.outbox.append(tx, [{ name: 'call.ended', data: { call: await this.presenter.present(after, tx) } }]);
  }
}
