import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { OfferAnswer } from './help-offer.entity.js';

/** What one request offers, or offered, to whom. */
@Injectable()
export class HelpOfferRepository {
  constructor(private readonly database: Database) {}

  /** What the mentor said; undefined where they were never asked. */
  async answerOf(tx: Transaction, requestId: string, mentorId: string): Promise<OfferAnswer | undefined> {
    const [offer] = await tx.query<{ answer: OfferAnswer }>(
      'SELECT answer FROM help_offers WHERE request_id = $1 AND mentor_id = $2',
      [requestId, mentorId],
    );
    return offer?.answer;
  }

  async setAnswer(tx: Transaction, requestId: string, mentorId: string, answer: OfferAnswer): Promise<void> {
    await tx.query('UPDATE help_offers SET answer = $3 WHERE request_id = $1 AND mentor_id = $2', [requestId, mentorId, answer]);
  }

  /** They accepted, and are gone; they are asked again once they have set something of their status anew: then they are back. */
  async left(tx: Transaction, requestId: string, mentorId: string): Promise<void> {
    await tx.query(`UPDATE help_offers SET answer = 'left', until = now() WHERE request_id = $1 AND mentor_id = $2`, [
      requestId,
      mentorId,
    ]);
  }

  /** Who is asked is not any more. */
  async withdraw(tx: Transaction, requestId: string): Promise<void> {
    await tx.query(`UPDATE help_offers SET answer = 'withdrawn' WHERE request_id = $1 AND answer = 'pending'`, [requestId]);
  }

  /** Gives who let it pass. */
  async miss(tx: Transaction, requestId: string): Promise<string[]> {
    const missed = await tx.query<{ mentorId: string }>(
      `UPDATE help_offers SET answer = 'missed', misses = misses + 1 WHERE request_id = $1 AND answer = 'pending'
       RETURNING mentor_id AS "mentorId"`,
      [requestId],
    );
    return missed.map(({ mentorId }) => mentorId);
  }

  /** How many are still asked, and how many were and did not decline. */
  async count(tx: Transaction, requestId: string): Promise<{ pending: number; notDeclined: number }> {
    const [counts] = await tx.query<{ pending: number; notDeclined: number }>(
      `SELECT count(*) FILTER (WHERE answer = 'pending') AS pending, count(*) FILTER (WHERE answer <> 'declined') AS "notDeclined"
       FROM help_offers WHERE request_id = $1`,
      [requestId],
    );
    return counts ?? { pending: 0, notDeclined: 0 };
  }

  /** Who was asked, and is not any more. */
  async noLongerAsked(tx: Transaction, requestId: string): Promise<string[]> {
    const offers = await tx.query<{ mentorId: string }>(
      `SELECT mentor_id AS "mentorId" FROM help_offers WHERE request_id = $1 AND answer <> 'pending'`,
      [requestId],
    );
    return offers.map(({ mentorId }) => mentorId);
  }

  /** Everybody who was ever asked. */
  async askedOf(requestId: string): Promise<string[]> {
    const offers = await this.database.query<{ mentorId: string }>(
      'SELECT mentor_id AS "mentorId" FROM help_offers WHERE request_id = $1',
      [requestId],
    );
    return offers.map(({ mentorId }) => mentorId);
  }
}
