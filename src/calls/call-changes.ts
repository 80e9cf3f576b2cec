import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { Database, type Transaction } from '../database/index.js';
import type { Call } from '../protocol/index.js';
import { CallEvents } from './call-events.js';
import type { CallRecord } from './call-record.js';
import { CallPresenter } from './call.presenter.js';
import { CallRepository } from './call.repository.js';
import { PartyRepository } from './party.repository.js';
import { outcomeOf, tooLate, type CallEvent } from './call-state.js';

/** Changes calls, one change of a call after the other, on whichever node: of several that exclude each other the first wins. */
@Injectable()
export class CallChanges {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly parties: PartyRepository,
    private readonly presenter: CallPresenter,
    private readonly events: CallEvents,
  ) {}

  /**
   * Does it under the call's lock, and gives the call as it is afterwards beside what the work gave. What the work throws undoes
   * everything. `roomId` where the work asks who belongs to the room: its lock goes first.
   */
  async change<T>(
    callId: string,
    work: (tx: Transaction, call: CallRecord) => Promise<T>,
    roomId?: string,
  ): Promise<{ call: Call; result: T }> {
    const { changed, result } = await this.database.transaction(async (tx) => {
      if (roomId !== undefined) await this.calls.lockRoom(tx, roomId);
      const before = await this.calls.lock(tx, callId);
      if (before === undefined) throw new AppError('CALL_NOT_FOUND');
      const done = await work(tx, before);
      const after = (await this.calls.find(callId, tx)) ?? before;
      await this.events.ended(tx, before, after);
      return { result: done, changed: after };
    });
    return { call: await this.presenter.present(changed), result };
  }

  /** As `change`, where there may be nothing left to do: undefined then. */
  async changeIf<T>(
    callId: string,
    isDue: (call: CallRecord) => boolean,
    work: (tx: Transaction, call: CallRecord) => Promise<T>,
  ): Promise<{ call: Call; result: T } | undefined> {
    const { call, result } = await this.change(callId, async (tx, record) =>
      isDue(record) ? { done: await work(tx, record) } : undefined,
    );
    return result === undefined ? undefined : { call, result: result.done };
  }

  /** Ends it by that event, and gives who is to hear of it; throws `CALL_ENDED` or `CALL_ANSWERED` where it comes too late. */
  async end(tx: Transaction, { id, state }: CallRecord, event: CallEvent, endedBy: string | null): Promise<string[]> {
    const outcome = outcomeOf(state, event);
    if (outcome?.state !== 'ended') throw new AppError(tooLate(state));
    const hearers = await this.parties.hearersOfEnd(tx, id);
    await this.calls.end(tx, id, outcome.endReason, endedBy);
    return hearers;
  }
}
