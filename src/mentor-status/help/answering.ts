import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { HelpRequest, User } from '../../protocol/index.js';
import { Blocks, PrivateRooms } from '../../rooms/index.js';
import { FreeMentors } from '../routing/free-mentors.js';
import { HelpOfferRepository } from './help-offer.repository.js';
import type { OfferAnswer } from './help-offer.entity.js';
import { HelpEvents } from './help-events.js';
import { asSeenByAsked, studentOf } from './help-people.js';
import { HelpRequestRepository } from './help-request.repository.js';
import type { HelpRow } from './help-row.js';
import { afterEvent, isOver } from './help-state.js';
import { HelpTeller } from './help-teller.js';
import { Routing } from './routing.js';
import { RoutingRepository } from './routing.repository.js';

/** What mentors say to what they are asked. Everything is decided under the request's lock, and a mentor's load under theirs. */
@Injectable()
export class Answering {
  constructor(
    private readonly database: Database,
    private readonly requests: HelpRequestRepository,
    private readonly offers: HelpOfferRepository,
    private readonly mentors: FreeMentors,
    private readonly rooms: PrivateRooms,
    private readonly blocks: Blocks,
    private readonly routing: Routing,
    private readonly routes: RoutingRepository,
    private readonly teller: HelpTeller,
    private readonly events: HelpEvents,
  ) {}

  /**
   * Of all who are asked the first one helps, in a room of the two. Doing it again changes nothing. Throws `HELP_NOT_FOUND` to whom it
   * was never offered, `HELP_TAKEN`, `HELP_OVER`, `BLOCKED`, and `LIMIT_REACHED` to who helps as many as they can.
   */
  async accept(mentor: User, requestId: string): Promise<HelpRequest> {
    assertMentor(mentor);
    const isNew = await this.database.transaction(async (tx) => {
      const { request, answer } = await this.lockOffer(tx, mentor.id, requestId);
      if (request.state === 'active' && request.mentorId === mentor.id) return false;
      if (isOver(request.state)) throw new AppError('HELP_OVER');
      if (request.state === 'active') throw new AppError('HELP_TAKEN');
      if (answer !== 'pending' || afterEvent(request.state, 'accept') === undefined) throw passed();
      await this.blocks.assertMayWrite(mentor.id, [mentor.id, request.studentId], tx);
      if (!(await this.mentors.lock(tx, mentor)).hasRoom) {
        throw new AppError('LIMIT_REACHED', { message: 'You help as many students as you can. Resolve a request first.' });
      }
      await this.begin(tx, mentor, request);
      await this.events.changed(tx, requestId, request);
      return true;
    });
    if (!isNew) return this.teller.show(requestId);
    const request = await this.teller.updated(requestId);
    await this.mentors.loadChanged([mentor.id]);
    return request;
  }

  /**
   * Said by all who were asked the request is over, unless others can be asked. Doing it again changes nothing. Throws
   * `HELP_NOT_FOUND`, `HELP_TAKEN` and `HELP_OVER` as `accept`.
   */
  async decline(mentor: User, requestId: string): Promise<HelpRequest> {
    assertMentor(mentor);
    const isNew = await this.database.transaction(async (tx) => {
      const { request, answer } = await this.lockOffer(tx, mentor.id, requestId);
      if (answer === 'declined') return false;
      if (isOver(request.state)) throw new AppError('HELP_OVER');
      if (request.state === 'active') {
        if (request.mentorId !== mentor.id) throw new AppError('HELP_TAKEN');
        throw new AppError('FORBIDDEN', { message: 'You are helping already. Resolve the request instead.' });
      }
      if (answer !== 'pending') throw passed();
      await this.offers.setAnswer(tx, requestId, mentor.id, 'declined');
      await this.mentors.answered(mentor.id, tx);
      await this.afterNo(tx, requestId);
      await this.events.changed(tx, requestId, request);
      return true;
    });
    // Somebody else may be helping by now: what the two agreed on is not for who declined.
    if (!isNew) return asSeenByAsked(await this.teller.show(requestId));
    const request = await this.teller.updated(requestId);
    await this.routing.dispatch();
    return asSeenByAsked(request);
  }

  /** They can't be asked any more, whatever they would have said. */
  async unask(mentorId: string, requestId: string): Promise<void> {
    const isNew = await this.database.transaction(async (tx) => {
      const request = await this.requests.lock(tx, requestId);
      if ((await this.offers.answerOf(tx, requestId, mentorId)) !== 'pending') return false;
      await this.offers.setAnswer(tx, requestId, mentorId, 'withdrawn');
      await this.afterNo(tx, requestId);
      await this.events.changed(tx, requestId, request);
      return true;
    });
    if (!isNew) return;
    await this.teller.updated(requestId);
    await this.routing.dispatch();
  }

  private async lockOffer(
    tx: Transaction,
    mentorId: string,
    requestId: string,
  ): Promise<{ request: HelpRow; answer: OfferAnswer }> {
    const request = await this.requests.lock(tx, requestId);
    const answer = request === undefined ? undefined : await this.offers.answerOf(tx, requestId, mentorId);
    // Whom it was never offered need not know that there is such a request.
    if (request === undefined || answer === undefined) throw new AppError('HELP_NOT_FOUND');
    return { request, answer };
  }

  private async begin(tx: Transaction, mentor: User, request: HelpRow): Promise<void> {
    const people = { owner: mentor, others: [studentOf(request)] };
    const { id: roomId } = await this.rooms.make(tx, { purpose: 'help', title: request.subject, ...people });
    await this.offers.setAnswer(tx, request.id, mentor.id, 'accepted');
    await this.offers.withdraw(tx, request.id);
    await this.requests.accepted(tx, request.id, {
      mentorId: mentor.id,
      mentorName: mentor.guest ? mentor.name : null,
      roomId,
    });
    await this.mentors.answered(mentor.id, tx);
  }

  /** Somebody is not asked any more: others may be asked still, or could be; else it is over. */
  private async afterNo(tx: Transaction, requestId: string): Promise<void> {
    const { pending, notDeclined } = await this.offers.count(tx, requestId);
    if (pending > 0) return;
    // First: in turn nobody can be asked while another is.
    await this.requests.withdrawn(tx, requestId);
    if (notDeclined > 0 || (await this.routes.isAnybodyFree(tx, requestId, this.routing.inTurn))) return;
    await this.requests.ended(tx, requestId, 'declined');
  }
}

function assertMentor({ role }: User): void {
  if (role !== 'mentor') throw new AppError('FORBIDDEN', { message: 'Mentors alone can answer help requests.' });
}

function passed(): AppError {
  return new AppError('HELP_TAKEN', { message: 'This request is not offered to you any more.' });
}
