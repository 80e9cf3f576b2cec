import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import { Database } from '../../database/index.js';
import { HelpEvents } from './help-events.js';
import { HelpRequestRepository } from './help-request.repository.js';
import { HelpTeller, type Offered } from './help-teller.js';
import { RoutingRepository, type Place } from './routing.repository.js';

/** Offers of one run; what is left is offered by the next. */
const AT_ONCE = 500;

/**
 * Offers what waits to who is free, in the order of the queue, one request after the other in the whole cluster. What was asked of one
 * mentor goes to that one; the rest to all of the subject at once, or, in turn, to the one whose turn it is.
 */
@Injectable()
export class Routing {
  private readonly logger = new Logger('Help');
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly routes: RoutingRepository,
    private readonly requests: HelpRequestRepository,
    private readonly teller: HelpTeller,
    private readonly events: HelpEvents,
  ) {}

  /** Whether requests to nobody in particular are offered to one mentor after the other. */
  get inTurn(): boolean {
    return this.config.help.routing === 'auto';
  }

  /**
   * Call it when somebody asks for help, or a mentor may be free. Resolves when all that could be offered then is; never rejects: what
   * could not be offered now is at the next call, or the next sweep.
   */
  dispatch(): Promise<void> {
    // A run that has begun may have passed the place of what is new.
    if (this.running === undefined) return (this.running = this.run());
    this.next ??= this.running.then(() => {
      this.next = undefined;
      return (this.running = this.run());
    });
    return this.next;
  }

  private async run(): Promise<void> {
    try {
      await this.offerAll();
    } catch (error) {
      this.logger.warn({ err: error }, 'Help requests could not be offered now; the next sweep will');
    } finally {
      this.running = undefined;
    }
  }

  private async offerAll(): Promise<void> {
    let after: Place | undefined;
    for (let count = 0; count < AT_ONCE; count += 1) {
      const done = await this.database.transaction(async (tx) => {
        await this.routes.takeTurn(tx);
        const place = await this.routes.findNext(tx, this.inTurn, after);
        if (place === undefined) return undefined;
        const request = await this.requests.lock(tx, place.id);
        // What was asked of one mentor waits for their answer, as what all are asked does.
        const offerMs = this.inTurn && request?.targetId === null ? this.config.help.offerMs : null;
        const offering = await this.routes.offer(tx, place.id, this.inTurn, offerMs);
        if (offering.mentorIds.length > 0) {
          await this.requests.offered(tx, place.id, offerMs);
          await this.events.changed(tx, place.id, request);
          await this.events.offered(tx, place.id, offering.mentorIds);
        }
        return { place, offering, wasWaiting: request?.state === 'waiting' };
      });
      if (done === undefined) return;
      after = done.place;
      await this.tell({ requestId: done.place.id, ...done.offering }, done.wasWaiting);
    }
  }

  private async tell(offered: Offered, wasWaiting: boolean): Promise<void> {
    if (offered.mentorIds.length === 0) return;
    // Who is asked now hears that they are, and nothing before it.
    if (wasWaiting) await this.teller.updated(offered.requestId, offered.mentorIds);
    await this.teller.offered(offered);
  }
}
