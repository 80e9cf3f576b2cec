import { Injectable } from '@nestjs/common';
import { AppError, guestId } from '../common/index.js';
import type { Call, CallTarget, User, UserTarget } from '../protocol/index.js';
import { CallPresenter } from './call.presenter.js';
import { CallRepository } from './call.repository.js';
import { partyOf, type CallRecord } from './call-record.js';

/** Finds the call that a command names. */
@Injectable()
export class FindCall {
  constructor(
    private readonly calls: CallRepository,
    private readonly presenter: CallPresenter,
  ) {}

  /** A call of the person's own, over or not. Throws `CALL_NOT_FOUND`, also for those of others. */
  async own(user: User, target: CallTarget): Promise<CallRecord> {
    const call = await this.named(user, target);
    if (partyOf(call, user.id) === undefined) throw new AppError('CALL_NOT_FOUND');
    return call;
  }

  /** Whosever it is. */
  async named(user: User, { callId, with: other }: CallTarget): Promise<CallRecord> {
    if (callId === undefined && other === undefined) {
      throw new AppError('INVALID', { field: 'callId', message: 'Say which call: give callId or with' });
    }
    const call = callId === undefined ? await this.liveWith(user, other ?? {}) : await this.calls.find(callId.toLowerCase());
    if (call === undefined) throw new AppError('CALL_NOT_FOUND');
    return call;
  }

  byId(callId: string): Promise<CallRecord | undefined> {
    return this.calls.find(callId);
  }

  liveIn(roomId: string): Promise<CallRecord | undefined> {
    return this.calls.liveIn(roomId);
  }

  /** The id of the party that is meant. */
  async partyIn(record: CallRecord, target: UserTarget): Promise<string | undefined> {
    const call = await this.presenter.present(record);
    return findParty(call, target)?.id;
  }

  private async liveWith(user: User, other: UserTarget): Promise<CallRecord | undefined> {
    const call = await this.calls.liveOf(user.id);
    if (call === undefined) return undefined;
    const partyId = await this.partyIn(call, other);
    return partyId === undefined || partyId === user.id ? undefined : call;
  }
}

/** A bare id means the registered person first, then the guest. */
function findParty({ parties }: Call, { id, username }: UserTarget): User | undefined {
  const people = parties.map(({ user }) => user);
  if (id !== undefined) return people.find((user) => user.id === id) ?? people.find((user) => user.id === guestId(id));
  const name = username?.toLowerCase();
  return people.find((user) => user.username?.toLowerCase() === name && name !== undefined);
}
