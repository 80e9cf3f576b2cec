import { Injectable } from '@nestjs/common';
import type { HelpQueue, User } from '../../protocol/index.js';
import { asSeenByAsked, HelpPeople } from './help-people.js';
import { HelpRequestRepository } from './help-request.repository.js';
import { isQueued } from './help-state.js';
import { Positions } from './positions.js';

/** What somebody sees of the queue. */
@Injectable()
export class QueueView {
  constructor(
    private readonly requests: HelpRequestRepository,
    private readonly people: HelpPeople,
    private readonly positions: Positions,
  ) {}

  /** Mentors: what they are asked or help with; everybody else: their own that is not over, and their place. */
  async of(user: User): Promise<HelpQueue> {
    if (user.role === 'mentor') {
      const requests = await this.people.presentAll(await this.requests.findFor(user.id));
      return {
        requests: requests.map((request) => (request.mentor?.id === user.id ? request : asSeenByAsked(request))),
        position: null,
      };
    }
    const own = await this.requests.findOpenOf(user.id);
    if (own === undefined) return { requests: [], position: null };
    const position = isQueued(own.state) ? await this.positions.of(own) : null;
    return { requests: [await this.people.present(own)], position };
  }
}
