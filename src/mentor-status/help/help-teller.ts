import { Injectable } from '@nestjs/common';
import type { HelpRequest } from '../../protocol/index.js';
import { Publisher } from '../../realtime/index.js';
import { HelpOfferRepository } from './help-offer.repository.js';
import { asSeenByAsked, HelpPeople } from './help-people.js';
import { HelpRequestRepository } from './help-request.repository.js';

/** That mentors are asked, and until when. */
export interface Offered {
  readonly requestId: string;
  readonly mentorIds: readonly string[];
  readonly until: Date | null;
}

/** Tells people of requests, after the commit and as they are then. */
@Injectable()
export class HelpTeller {
  constructor(
    private readonly requests: HelpRequestRepository,
    private readonly offers: HelpOfferRepository,
    private readonly people: HelpPeople,
    private readonly publisher: Publisher,
  ) {}

  /** The request as its student and its mentor see it. */
  async show(requestId: string): Promise<HelpRequest> {
    const row = await this.requests.find(requestId);
    if (row === undefined) throw new Error('A request is gone');
    return this.people.present(row);
  }

  async offered({ requestId, mentorIds, until }: Offered): Promise<void> {
    const request = asSeenByAsked(await this.show(requestId));
    for (const user of mentorIds) {
      this.publisher.publish({ user }, 'help:offered', { request, until: until?.toISOString() ?? null });
    }
  }

  /** Tells the student, and everybody who was asked but those, what became of it; gives it as the two see it. */
  async updated(requestId: string, exceptMentors: readonly string[] = []): Promise<HelpRequest> {
    const request = await this.show(requestId);
    const asked = await this.offers.askedOf(requestId);
    const forAsked = asSeenByAsked(request);
    this.publisher.publish({ user: request.student.id }, 'help:updated', request);
    for (const user of asked) {
      if (exceptMentors.includes(user)) continue;
      this.publisher.publish({ user }, 'help:updated', user === request.mentor?.id ? request : forAsked);
    }
    return request;
  }
}
