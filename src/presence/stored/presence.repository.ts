import { Injectable } from '@nestjs/common';
import type { PresenceRecord } from '../../common/index.js';
import { Database } from '../../database/index.js';
import type { PresenceEntity } from './presence.entity.js';

/** Absent leaves as it is, null takes away. */
export interface Choice {
  readonly hidden: boolean;
  readonly statusText: string | null | undefined;
  readonly statusUntil: Date | null | undefined;
}

const COLUMNS = `user_id AS "userId", hidden_since AS "hiddenSince", status_text AS "statusText", status_until AS "statusUntil",
  last_seen_at AS "lastSeenAt", revision`;

@Injectable()
export class PresenceRepository {
  constructor(private readonly database: Database) {}

  /** By id; of those who never chose and were never seen there is nothing. */
  async find(userIds: readonly string[]): Promise<Map<string, PresenceRecord>> {
    const rows = await this.database.query<PresenceEntity>(`SELECT ${COLUMNS} FROM presences WHERE user_id = ANY($1)`, [userIds]);
    return new Map(rows.map((row) => [row.userId, recordOf(row)]));
  }

  /** What is chosen now, all in all. Who is hidden already has been since then. */
  async choose(userId: string, { hidden, statusText, statusUntil }: Choice): Promise<PresenceRecord> {
    const [row] = await this.database.query<PresenceEntity>(
      `INSERT INTO presences AS p (user_id, hidden_since, status_text, status_until, revision)
       VALUES ($1, CASE WHEN $2::boolean THEN now() END, $4::text, $6::timestamptz, 1)
       ON CONFLICT (user_id) DO UPDATE SET
         hidden_since = CASE WHEN $2 THEN coalesce(p.hidden_since, now()) END,
         status_text = CASE WHEN $3::boolean THEN excluded.status_text ELSE p.status_text END,
         status_until = CASE WHEN $5::boolean THEN excluded.status_until ELSE p.status_until END,
         revision = p.revision + 1
       RETURNING ${COLUMNS}`,
      [
        userId,
        hidden,
        statusText !== undefined,
        statusText ?? null,
        // A new text does not end when the one before it was to.
        statusText !== undefined || statusUntil !== undefined,
        statusUntil ?? null,
      ],
    );
    if (row === undefined) throw new Error('An upsert gave no row');
    return recordOf(row);
  }

  /**
   * Of those who are still known; all in one statement, in one order, so that two nodes don't wait for each other. OFFSET: each is looked up,
   * where PostgreSQL would read all people there are rather than look up some hundred.
   */
  async saw(moments: ReadonlyMap<string, Date>): Promise<void> {
    await this.database.query(
      `INSERT INTO presences AS p (user_id, last_seen_at)
       SELECT u.id, seen.at FROM unnest($1::text[], $2::timestamptz[]) AS seen (id, at)
         CROSS JOIN LATERAL (SELECT id FROM users WHERE id = seen.id OFFSET 0) u ORDER BY u.id
       ON CONFLICT (user_id) DO UPDATE SET last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)`,
      [[...moments.keys()], [...moments.values()].map((at) => at.toISOString())],
    );
  }
}

function recordOf({ hiddenSince, statusText, statusUntil, lastSeenAt, revision }: PresenceEntity): PresenceRecord {
  return {
    hiddenSince: hiddenSince?.toISOString() ?? null,
    statusText,
    statusUntil: statusUntil?.toISOString() ?? null,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    revision,
  };
}
