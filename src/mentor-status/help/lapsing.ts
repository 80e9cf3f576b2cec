import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import { Database, type Transaction } from '../../database/index.js';
import { FreeMentors } from '../routing/free-mentors.js';
import { Ending } from './ending.js';
import { HelpEvents } from './help-events.js';
import { HelpOfferRepository } from './help-offer.repository.js';
import { HelpRequestRepository } from './help-request.repository.js';
import type { HelpRow } from './help-row.js';
import { afterEvent, type HelpEvent } from './help-state.js';
import { HelpTeller } from './help-teller.js';
import { Routing } from './routing.js';

/** What time alone does to requests. Which node does it does not matter, nor how many try: each looks again under the request's lock. */
@Injectable()
export class Lapsing {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly requests: HelpRequestRepository,
    private readonly offers: HelpOfferRepository,
    private readonly mentors: FreeMentors,
    private readonly ending: Ending,
    private readonly routing: Routing,
    private readonly teller: HelpTeller,
    private readonly events: HelpEvents,
  ) {}

  /** Nobody took it in time. */
  async expire(requestId: string): Promise<void> {
    await this.ending.end(requestId, 'expire', (tx) => this.requests.isExpired(tx, requestId));
  }

  /**
   * The student is gone: nobody should accept what nobody waits for. It expires and is not cancelled, as it was not the student's
   * decision; by then their place in the queue has been kept for a time that a locked phone or a train in a tunnel takes.
   */
  async expireDeserted(requestId: string): Promise<void> {
    const { studentGraceMs } = this.config.help;
    await this.ending.end(requestId, 'expire', (tx) => this.requests.isDeserted(tx, requestId, studentGraceMs));
  }

  /** The mentor whose turn it was has let it pass: it goes to the next one, and who does so twice in a row is not asked any more. */
  async lapse(requestId: string): Promise<void> {
    const missed = await this.change(requestId, 'withdraw', async (tx) => {
      if (!(await this.requests.hasLapsed(tx, requestId))) return undefined;
      const mentorIds = await this.offers.miss(tx, requestId);
      await this.requests.withdrawn(tx, requestId);
      for (const mentorId of mentorIds) await this.mentors.missed(mentorId, tx);
      return mentorIds;
    });
    if (missed === undefined) return;
    await this.teller.updated(requestId);
    await this.mentors.loadChanged(missed);
    await this.routing.dispatch();
  }

  /** The mentor who helps is gone: it goes back to its place in the queue. */
  requeueDeserted(requestId: string): Promise<void> {
    const { mentorGraceMs } = this.config.help;
    return this.requeue(requestId, (tx) => this.requests.isDeserted(tx, requestId, mentorGraceMs));
  }

  /** Takes it from the mentor who helps, as long as the condition holds under its lock. */
  async requeue(requestId: string, condition: (tx: Transaction, request: HelpRow) => Promise<boolean>): Promise<void> {
    const mentorId = await this.change(requestId, 'requeue', async (tx, request) => {
      if (request.mentorId === null || !(await condition(tx, request))) return undefined;
      await this.offers.left(tx, requestId, request.mentorId);
      await this.requests.requeued(tx, requestId, this.config.help.expiryMs);
      return request.mentorId;
    });
    if (mentorId === undefined) return;
    await this.teller.updated(requestId);
    await this.mentors.loadChanged([mentorId]);
    await this.routing.dispatch();
  }

  /** Undefined where that can't happen now, or the work says so. */
  private change<T>(
    requestId: string,
    event: HelpEvent,
    work: (tx: Transaction, request: HelpRow) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    return this.database.transaction(async (tx) => {
      const request = await this.requests.lock(tx, requestId);
      if (request === undefined || afterEvent(request.state, event) === undefined) return undefined;
      const done = await work(tx, request);
      await this.events.changed(tx, requestId, request);
      return done;
    });
  }
}
