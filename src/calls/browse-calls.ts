import { Injectable } from '@nestjs/common';
import type { AnswerOf, CallHistoryPage, CallHistoryRequest, PayloadOf } from '../protocol/index.js';
import { AppError } from '../common/index.js';
import type { Connection } from '../realtime/index.js';
import { partyOf } from './call-record.js';
import { CallPresenter } from './call.presenter.js';
import { CallRepository } from './call.repository.js';
import { FindCall } from './find-call.js';
import { PartyRepository } from './party.repository.js';
import { TakePlace } from './returning/take-place.js';

const PAGE = 50;

/** One's calls: those that last, those that are over, and how they went. */
@Injectable()
export class BrowseCalls {
  constructor(
    private readonly calls: CallRepository,
    private readonly parties: PartyRepository,
    private readonly presenter: CallPresenter,
    private readonly find: FindCall,
    private readonly places: TakePlace,
  ) {}

  /** A connection that asks after it dropped out is back in its call by it. */
  async current(connection: Connection): Promise<AnswerOf<'calls:current'>> {
    const live = await this.calls.liveOf(connection.user.id);
    if (live === undefined) return { calls: [] };
    await this.places.takeBack(connection, live.id);
    // Also where it was not done here: it may just have been done by the arrival of the connection.
    const call = await this.calls.find(live.id);
    return { calls: call?.endedAt === null ? [await this.presenter.present(call)] : [] };
  }

  async history(userId: string, { before, limit = PAGE }: CallHistoryRequest): Promise<CallHistoryPage> {
    const found = await this.calls.historyOf(userId, before?.toLowerCase(), limit + 1);
    const page = found.slice(0, limit);
    return { calls: await this.presenter.presentAll(page), cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null };
  }

  /** Also of a call that is over: what was measured last comes with its end. */
  async keepStats(connection: Connection, { callId, stats }: PayloadOf<'calls:stats'>): Promise<AnswerOf<'calls:stats'>> {
    const { user } = connection;
    const call = await this.find.own(user, { callId });
    if ((partyOf(call, user.id)?.joinedAt ?? null) === null)
      throw new AppError('FORBIDDEN', { message: 'You were never in this call.' });
    await this.parties.keepStats(call.id, user.id, stats);
    return { callId: call.id };
  }
}
