import { Injectable } from '@nestjs/common';
import { newId } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { IdempotencyKeyEntity } from './idempotency-key.entity.js';

type Named = Pick<IdempotencyKeyEntity, 'apiKeyId' | 'keyHash'>;

export type Claim = Named & Pick<IdempotencyKeyEntity, 'digest'>;
/** What one attempt holds. */
export type Held = Named & Pick<IdempotencyKeyEntity, 'attempt' | 'operation'>;
/** What another attempt holds, or held. */
export type Standing = Pick<IdempotencyKeyEntity, 'digest' | 'operation' | 'answer'> & { readonly isFinished: boolean };

const EXPIRED = `k.created_at < now() - interval '24 hours'`;

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /** For so many seconds, of several at once for one; undefined where somebody else has it, or had it. */
  async claim({ apiKeyId, keyHash, digest }: Claim, seconds: number): Promise<Held | undefined> {
    const attempt = newId();
    const [held] = await this.database.query<{ operation: string }>(
      `INSERT INTO idempotency_keys AS k (api_key_id, key_hash, digest, operation, attempt, claimed_until)
       VALUES ($1, $2, $3, $4, $4, now() + $5 * interval '1 second')
       ON CONFLICT (api_key_id, key_hash) DO UPDATE SET
         digest = EXCLUDED.digest, attempt = EXCLUDED.attempt, claimed_until = EXCLUDED.claimed_until,
         operation = CASE WHEN ${EXPIRED} THEN EXCLUDED.operation ELSE k.operation END,
         created_at = CASE WHEN ${EXPIRED} THEN now() ELSE k.created_at END, finished_at = NULL, answer = NULL
       WHERE ${EXPIRED} OR (k.finished_at IS NULL AND k.claimed_until <= now() AND k.digest = EXCLUDED.digest)
       RETURNING k.operation`,
      [apiKeyId, keyHash, digest, attempt, seconds],
    );
    return held && { apiKeyId, keyHash, attempt, operation: held.operation };
  }

  async find({ apiKeyId, keyHash }: Named): Promise<Standing | undefined> {
    const [standing] = await this.database.query<Standing>(
      `SELECT digest, operation, answer, finished_at IS NOT NULL AS "isFinished" FROM idempotency_keys
       WHERE api_key_id = $1 AND key_hash = $2`,
      [apiKeyId, keyHash],
    );
    return standing;
  }

  async finish({ apiKeyId, keyHash, attempt }: Held, answer: string | null): Promise<void> {
    await this.database.query(
      `UPDATE idempotency_keys SET finished_at = now(), answer = $4 WHERE api_key_id = $1 AND key_hash = $2 AND attempt = $3`,
      [apiKeyId, keyHash, attempt, answer],
    );
  }

  /** In the transaction that does it; false where another attempt has taken it up meanwhile. */
  async settle(tx: Transaction, { apiKeyId, keyHash, attempt }: Held, answer: string): Promise<boolean> {
    const settled = await tx.query<{ attempt: string }>(
      `UPDATE idempotency_keys SET finished_at = now(), answer = $4
       WHERE api_key_id = $1 AND key_hash = $2 AND attempt = $3 AND finished_at IS NULL RETURNING attempt`,
      [apiKeyId, keyHash, attempt, answer],
    );
    return settled.length > 0;
  }

  /** It was refused: the key is as if it had never been used. */
  async forget({ apiKeyId, keyHash, attempt }: Held): Promise<void> {
    await this.database.query('DELETE FROM idempotency_keys WHERE api_key_id = $1 AND key_hash = $2 AND attempt = $3', [
      apiKeyId,
      keyHash,
      attempt,
    ]);
  }

  /** Nobody knows what became of it: the next one takes it up where it is. */
  async letGo({ apiKeyId, keyHash, attempt }: Held): Promise<void> {
    await this.database.query(
      'UPDATE idempotency_keys SET claimed_until = now() WHERE api_key_id = $1 AND key_hash = $2 AND attempt = $3',
      [apiKeyId, keyHash, attempt],
    );
  }

  /** Gives how many it removed, at most so many. */
  async removeExpired(atMost: number): Promise<number> {
    const removed = await this.database.query<{ attempt: string }>(
      `DELETE FROM idempotency_keys WHERE (api_key_id, key_hash) IN
         (SELECT k.api_key_id, k.key_hash FROM idempotency_keys k WHERE ${EXPIRED} ORDER BY k.created_at LIMIT $1)
       RETURNING attempt`,
      [atMost],
    );
    return removed.length;
  }
}
