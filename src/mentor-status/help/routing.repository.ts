import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/index.js';
import { IS_ANYBODY_FREE, NEXT_REQUEST, OFFER } from './help-routing.sql.js';
import type { HelpRequestEntity } from './help-request.entity.js';

/** A request's place in the queue. */
export type Place = Pick<HelpRequestEntity, 'id' | 'urgency' | 'queuedAt'>;

export interface Offering {
  readonly mentorIds: readonly string[];
  readonly until: Date | null;
}

/** Any fixed number will do; it must be the same on every node. */
const ROUTING = 0x68656c70;

/** Whom requests can be offered to. */
@Injectable()
export class RoutingRepository {
  /** Until the transaction ends no other node offers anything: what is first in the queue is offered first. */
  async takeTurn(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [ROUTING]);
  }

  /** The first one past that place that somebody can be asked to take, locked; `inTurn`: one mentor after the other. */
  async findNext(tx: Transaction, inTurn: boolean, after: Place | undefined): Promise<Place | undefined> {
    const place = [after?.urgency ?? null, after?.queuedAt ?? null, after?.id ?? null];
    const [next] = await tx.query<Place>(NEXT_REQUEST, [inTurn, ...place]);
    return next;
  }

  /** Asks whoever can be asked. The request must be locked. */
  async offer(tx: Transaction, requestId: string, inTurn: boolean, offerMs: number | null): Promise<Offering> {
    const offers = await tx.query<{ mentorId: string; until: Date | null }>(OFFER, [requestId, inTurn, offerMs]);
    return { mentorIds: offers.map(({ mentorId }) => mentorId), until: offers[0]?.until ?? null };
  }

  async isAnybodyFree(tx: Transaction, requestId: string, inTurn: boolean): Promise<boolean> {
    return (await tx.query(IS_ANYBODY_FREE, [requestId, inTurn])).length > 0;
  }
}
