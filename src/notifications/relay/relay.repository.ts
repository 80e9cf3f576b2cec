import { Injectable } from '@nestjs/common';
import type { OutboxEventMap, OutboxEventName } from '../../common/index.js';
import { Database, type StoredOutboxEvent, type Transaction } from '../../database/index.js';

/** Names the lock under which events leave the outbox. */
const RELAY_LOCK = 7_023_901_004;

interface Row {
  position: number;
  id: string;
  name: OutboxEventName;
  data: OutboxEventMap[OutboxEventName];
  at: Date;
  attempts: number;
}

/** An event in its place. */
export interface Waiting {
  readonly position: number;
  /** How often it could not be handed on. */
  readonly attempts: number;
  readonly event: StoredOutboxEvent;
}

/** What a failure costs an event. */
export interface Delay {
  /** Before the second attempt; each further one comes twice as late. */
  readonly pauseMs: number;
  /** After so many it is dead. */
  readonly mostAttempts: number;
}

/** What stands in the outbox. */
@Injectable()
export class RelayRepository {
  constructor(private readonly database: Database) {}

  /**
   * Until the transaction is over no other node hands anything on: two that did would pass one another. Statements after this one see
   * what the node before has done.
   */
  async takeTurn(tx: Transaction): Promise<void> {
    await tx.query('SELECT FROM pg_advisory_xact_lock($1)', [RELAY_LOCK]);
  }

  /** The next ones in their order. In a turn. */
  async next(tx: Transaction, atMost: number): Promise<Waiting[]> {
    const rows = await tx.query<Row>(
      `SELECT position, id, name, data, created_at AS at, attempts FROM outbox
       WHERE state = 'pending' AND due_at <= now() ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [atMost],
    );
    return rows.map(waiting);
  }

  /** That one, or none where it waits no more or somebody has put it off. In a turn. */
  async at(tx: Transaction, position: number): Promise<Waiting[]> {
    const rows = await tx.query<Row>(
      `SELECT position, id, name, data, created_at AS at, attempts FROM outbox
       WHERE position = $1 AND state = 'pending' AND due_at <= now() FOR UPDATE`,
      [position],
    );
    return rows.map(waiting);
  }

  async remove(tx: Transaction, handedOn: readonly Waiting[]): Promise<void> {
    await tx.query('DELETE FROM outbox WHERE position = ANY($1::bigint[])', [handedOn.map(({ position }) => position)]);
  }

  /**
   * Puts it off; after so many attempts it is dead. Says what came of it, undefined where it waits no more, or another node has counted
   * this attempt: of several that fail at the same moment one counts.
   */
  async putOff(
    { position, attempts }: Waiting,
    error: string,
    { pauseMs, mostAttempts }: Delay,
  ): Promise<'pending' | 'dead' | undefined> {
    const [row] = await this.database.query<{ state: 'pending' | 'dead' }>(
      `UPDATE outbox SET attempts = attempts + 1, last_error = $3, due_at = now() + $4 * interval '1 ms' * 2 ^ attempts,
         state = CASE WHEN attempts + 1 >= $5 THEN 'dead' ELSE 'pending' END
       WHERE position = $1 AND state = 'pending' AND attempts = $2 RETURNING state`,
      [position, attempts, error, pauseMs, mostAttempts],
    );
    return row?.state;
  }

  /** Counts an attempt that says nothing of the event. It keeps its place for so many of them, is put off after that, and never dead. */
  async excuse({ position, attempts }: Waiting, error: string, inPlace: number, { pauseMs, mostAttempts }: Delay): Promise<void> {
    await this.database.query(
      `UPDATE outbox SET attempts = least(attempts + 1, $6 - 1), last_error = $3,
         due_at = CASE WHEN attempts < $4 THEN due_at ELSE now() + $5 * interval '1 ms' * 2 ^ attempts END
       WHERE position = $1 AND state = 'pending' AND attempts = $2`,
      [position, attempts, error, inPlace, pauseMs, mostAttempts],
    );
  }

  /** At most so many; gives how many. */
  async removeDead(days: number, atMost: number): Promise<number> {
    const removed = await this.database.query(
      `DELETE FROM outbox WHERE position IN
         (SELECT position FROM outbox WHERE state = 'dead' AND created_at < now() - $1 * interval '1 day' LIMIT $2)
       RETURNING position`,
      [days, atMost],
    );
    return removed.length;
  }
}

function waiting({ position, id, name, data, at, attempts }: Row): Waiting {
  // Name and data were written together.
  return { position, attempts, event: { id, name, data, at } as StoredOutboxEvent };
}
