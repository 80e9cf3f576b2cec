import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { Withdrawal } from './notice.js';
import type { Told } from './told.js';

/** How long a node may take to decide; what it leaves behind is another's then. */
const LEASE_SECONDS = 15;

/** Names the lock under which notices are claimed. */
const CLAIM_LOCK = 7_023_901_005;

const IS_URGENT = `(n.notice ->> 'urgent')::boolean`;

const claimOf = (which: string): string => `
UPDATE notices SET claimed_until = now() + $2 * interval '1 second', attempts = attempts + 1
WHERE id IN (
  SELECT n.id FROM notices n
  WHERE (n.claimed_until IS NULL OR n.claimed_until < now()) AND ${which}
  ORDER BY n.id LIMIT $1 FOR UPDATE OF n SKIP LOCKED
)
RETURNING notice, attempts`;

/** What somebody decides about a person comes before what they are told next: so a conversation shows its last message. */
const CLAIM = claimOf(`NOT ${IS_URGENT} AND NOT EXISTS (
    SELECT FROM notices c WHERE c.user_id = n.user_id AND c.claimed_until >= now() AND NOT (c.notice ->> 'urgent')::boolean)`);

/** Each is about a call of its own. */
const CLAIM_URGENT = claimOf(IS_URGENT);

export interface ClaimedNotice {
  readonly notice: Told;
  /** This one included. */
  readonly attempts: number;
}

/** Notices of which is not decided yet where they go. */
@Injectable()
export class PendingNoticeRepository {
  constructor(private readonly database: Database) {}

  async add(tx: Transaction, notices: readonly Told[]): Promise<void> {
    await tx.query(
      `INSERT INTO notices (id, user_id, collapse_key, message_id, notice)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::json[])`,
      [
        notices.map(({ id }) => id),
        notices.map(({ userId }) => userId),
        notices.map(({ collapseKey }) => collapseKey),
        notices.map(messageOf),
        notices.map((notice) => JSON.stringify(notice)),
      ],
    );
  }

  /** The oldest of people about whom nobody decides now, in their order; without those that are urgent. */
  async claim(limit: number): Promise<ClaimedNotice[]> {
    const claimed = await this.database.transaction(async (tx) => {
      // Of two at the same moment neither would see what the other claims.
      await tx.query('SELECT FROM pg_advisory_xact_lock($1)', [CLAIM_LOCK]);
      return tx.query<ClaimedNotice>(CLAIM, [limit, LEASE_SECONDS]);
    });
    return inOrder(claimed);
  }

  /** The oldest of those that wait for nothing. */
  async claimUrgent(limit: number): Promise<ClaimedNotice[]> {
    return inOrder(await this.database.query<ClaimedNotice>(CLAIM_URGENT, [limit, LEASE_SECONDS]));
  }

  /** Those of them that are still there, and are gone from now on: what is done with them in this transaction is done once. */
  async take(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
    const taken = await tx.query<{ id: string }>('DELETE FROM notices WHERE id = ANY($1::uuid[]) RETURNING id', [ids]);
    return new Set(taken.map(({ id }) => id));
  }

  async withdraw(tx: Transaction, withdrawals: readonly Withdrawal[]): Promise<void> {
    for (const { collapseKey, userIds } of withdrawals) {
      await tx.query('DELETE FROM notices WHERE collapse_key = $1 AND user_id = ANY($2::text[])', [collapseKey, userIds]);
    }
  }

  async forgetMessages(tx: Transaction, messageIds: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM notices WHERE message_id = ANY($1::uuid[])', [messageIds]);
  }

  async giveUp(id: string): Promise<void> {
    await this.database.query('DELETE FROM notices WHERE id = $1', [id]);
  }
}

function inOrder(claimed: readonly ClaimedNotice[]): ClaimedNotice[] {
  return [...claimed].sort((one, other) => (one.notice.id < other.notice.id ? -1 : 1));
}

/** The message that a notice shows; an app's own `messageId` means nothing here. */
export function messageOf({ kind, data }: Pick<Told, 'kind' | 'data'>): string | null {
  const shows = kind === 'message' || kind === 'mention';
  return shows && typeof data.messageId === 'string' ? data.messageId : null;
}
