import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { HelpRequest, User } from '../../protocol/index.js';
import { FreeMentors } from '../routing/free-mentors.js';
import { HelpEvents } from './help-events.js';
import { HelpOfferRepository } from './help-offer.repository.js';
import { HelpRequestRepository } from './help-request.repository.js';
import type { HelpRow } from './help-row.js';
import { afterEvent } from './help-state.js';
import { HelpTeller } from './help-teller.js';

/** Asked under the request's lock: whether it is to end after all. */
type Condition = (tx: Transaction, request: HelpRow) => Promise<boolean>;

const ALWAYS: Condition = () => Promise.resolve(true);

/** How a request ends without having been resolved. */
@Injectable()
export class Ending {
  constructor(
    private readonly database: Database,
    private readonly requests: HelpRequestRepository,
    private readonly offers: HelpOfferRepository,
    private readonly mentors: FreeMentors,
    private readonly teller: HelpTeller,
    private readonly events: HelpEvents,
  ) {}

  /** By its student, also while somebody helps. Doing it again changes nothing. Throws `HELP_NOT_FOUND` and `HELP_OVER`. */
  async cancel(student: User, requestId: string): Promise<HelpRequest> {
    const found = await this.requests.find(requestId);
    if (found?.studentId !== student.id) throw new AppError('HELP_NOT_FOUND');
    const isNew = await this.end(requestId, 'cancel');
    const request = await this.teller.show(requestId);
    if (!isNew && request.state !== 'cancelled') throw new AppError('HELP_OVER');
    return request;
  }

  /** Ends it and tells everybody, unless that can't happen now or the condition does not hold; whether it did. */
  async end(requestId: string, event: 'cancel' | 'expire', condition = ALWAYS): Promise<boolean> {
    const ended = await this.database.transaction(async (tx) => {
      const request = await this.requests.lock(tx, requestId);
      const state = request === undefined ? undefined : afterEvent(request.state, event);
      if (request === undefined || state === undefined || !(await condition(tx, request))) return undefined;
      await this.offers.withdraw(tx, requestId);
      await this.requests.ended(tx, requestId, state);
      await this.events.changed(tx, requestId, request);
      return request;
    });
    if (ended === undefined) return false;
    await this.teller.updated(requestId);
    if (ended.state === 'active' && ended.mentorId !== null) await this.mentors.loadChanged([ended.mentorId]);
    return true;
  }
}
