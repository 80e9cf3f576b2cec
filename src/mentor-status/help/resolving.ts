import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { HelpRequest, ResolveHelp, User } from '../../protocol/index.js';
import { FreeMentors } from '../routing/free-mentors.js';
import { HelpEvents } from './help-events.js';
import { HelpRequestRepository } from './help-request.repository.js';
import type { HelpRow } from './help-row.js';
import { afterEvent, isOver } from './help-state.js';
import { HelpTeller } from './help-teller.js';

/** How a request ends well, and what the two say of it. */
@Injectable()
export class Resolving {
  constructor(
    private readonly database: Database,
    private readonly requests: HelpRequestRepository,
    private readonly mentors: FreeMentors,
    private readonly teller: HelpTeller,
    private readonly events: HelpEvents,
  ) {}

  /**
   * By either of the two while somebody helps. Done again it changes nothing, but that the student may rate it once, also afterwards.
   * Throws `HELP_NOT_FOUND` to everybody else, `HELP_OVER` where it ended otherwise or everything was said.
   */
  async resolve(user: User, wish: ResolveHelp): Promise<HelpRequest> {
    const { requestId, rating, note } = wish;
    const before = await this.database.transaction(async (tx) => {
      const request = await this.requests.lock(tx, requestId);
      if (request === undefined || (request.studentId !== user.id && request.mentorId !== user.id)) {
        throw new AppError('HELP_NOT_FOUND');
      }
      if (rating !== undefined && request.studentId !== user.id) {
        throw new AppError('FORBIDDEN', { field: 'rating', message: 'Students alone can rate the help that they got.' });
      }
      if (request.state === 'resolved') assertMayAdd(user, request, wish);
      else await this.end(tx, request);
      await this.requests.rated(tx, requestId, rating, note);
      await this.events.changed(tx, requestId, request);
      return request;
    });
    if (before.state === 'resolved' && rating === undefined && note === undefined) return this.teller.show(requestId);
    const request = await this.teller.updated(requestId);
    if (before.state === 'active' && before.mentorId !== null) await this.mentors.loadChanged([before.mentorId]);
    return request;
  }

  private async end(tx: Transaction, { id, state }: HelpRow): Promise<void> {
    if (isOver(state)) throw new AppError('HELP_OVER');
    const next = afterEvent(state, 'resolve');
    if (next === undefined) {
      throw new AppError('INVALID', { field: 'requestId', message: 'Nobody is helping yet. Cancel the request instead.' });
    }
    await this.requests.ended(tx, id, next);
  }
}

/** It is resolved: who pressed the button second is not to blame, and the student has still one rating. */
function assertMayAdd(user: User, request: HelpRow, { rating, note }: ResolveHelp): void {
  if (rating === undefined && note === undefined) return;
  if (user.id === request.studentId && request.rating === null) return;
  throw new AppError('HELP_OVER', { message: 'This help request is over, and nothing more can be said of it.' });
}
