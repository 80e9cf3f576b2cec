import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import { lockPair } from '../direct/pair-lock.js';
import { pairOf, type Pair } from '../direct/pair.js';

type Queries = Pick<Transaction, 'query'>;

@Injectable()
export class BlockRepository {
  constructor(private readonly database: Database) {}

  async has(blockerId: string, blockedId: string, queries: Queries = this.database): Promise<boolean> {
    const found = await queries.query('SELECT 1 FROM blocks WHERE blocker_id = $1 AND blocked_id = $2', [blockerId, blockedId]);
    return found.length > 0;
  }

  /** Who of the two blocked the other; both may have. */
  async between(pair: Pair, queries: Queries = this.database): Promise<string[]> {
    const blocks = await queries.query<{ id: string }>(
      'SELECT blocker_id AS id FROM blocks WHERE blocker_id = ANY($1::text[]) AND blocked_id = ANY($1::text[])',
      [pair],
    );
    return blocks.map(({ id }) => id);
  }

  /**
   * What the two are writing to each other is written before it. False when they have that many already. Of several at
   * the same moment all may pass: the limit only keeps the list finite.
   */
  async add(blockerId: string, blockedId: string, limit: number): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await lockPair(tx, pairOf(blockerId, blockedId));
      const added = await tx.query(
        `INSERT INTO blocks (blocker_id, blocked_id) SELECT $1, $2
         WHERE (SELECT count(*) FROM blocks b WHERE b.blocker_id = $1 AND b.blocked_id <> $2) < $3
         ON CONFLICT (blocker_id, blocked_id) DO UPDATE SET blocked_id = EXCLUDED.blocked_id RETURNING blocked_id`,
        [blockerId, blockedId, limit],
      );
      return added.length > 0;
    });
  }

  async remove(blockerId: string, blockedId: string): Promise<void> {
    await this.database.query('DELETE FROM blocks WHERE blocker_id = $1 AND blocked_id = $2', [blockerId, blockedId]);
  }

  /** Ids of the blocked, the latest first. */
  async listOf(blockerId: string): Promise<string[]> {
    const blocks = await this.database.query<{ id: string }>(
      'SELECT blocked_id AS id FROM blocks WHERE blocker_id = $1 ORDER BY created_at DESC, blocked_id',
      [blockerId],
    );
    return blocks.map(({ id }) => id);
  }
}
