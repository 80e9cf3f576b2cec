import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { Notice, Withdrawal } from '../notices/notice.js';
import type { FeedPlace } from './feed-place.js';
import type { FeedRow } from './notification.presenter.js';

/** Rows of a person's feed; what is older than the last of them goes. */
export const FEED_ROWS = 1_000;

/** A notice as it comes into the feed. */
export interface Entry {
  readonly notice: Notice;
  /** The message it shows. */
  readonly messageId: string | null;
  /** How many notices it stands for. */
  readonly count: number;
}

export type PersonsRow = FeedRow & { readonly userId: string; readonly collapseKey: string | null };

const COLUMNS = `id, user_id AS "userId", collapse_key AS "collapseKey", kind, title, body, data, count, created_at AS "createdAt",
  read_at AS "readAt"`;

const PUT = `
INSERT INTO notifications AS n (id, user_id, kind, title, body, data, collapse_key, message_id, count)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::json[], $7::text[], $8::uuid[], $9::integer[])
ON CONFLICT (user_id, collapse_key) WHERE read_at IS NULL DO UPDATE SET kind = excluded.kind, title = excluded.title,
  body = excluded.body, data = excluded.data, message_id = excluded.message_id, created_at = excluded.created_at,
  count = n.count + excluded.count
RETURNING ${COLUMNS}`;

const TRIM = `
DELETE FROM notifications n USING unnest($1::text[]) person(id) CROSS JOIN LATERAL (
  SELECT f.id FROM notifications f WHERE f.user_id = person.id ORDER BY f.created_at DESC, f.id DESC OFFSET ${FEED_ROWS}
) old WHERE n.id = old.id`;

const PAGE = `
SELECT ${COLUMNS} FROM notifications
WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid)) AND (NOT $4::boolean OR read_at IS NULL)
ORDER BY created_at DESC, id DESC LIMIT $5`;

@Injectable()
export class NotificationRepository {
  constructor(private readonly database: Database) {}

  /** The rows as they are now: where there is an unread one of the same key, it shows this from now on. Of one key and person one at most. */
  async put(tx: Transaction, entries: readonly Entry[]): Promise<PersonsRow[]> {
    if (entries.length === 0) return [];
    const column = <T>(of: (entry: Entry) => T) => entries.map(of);
    const rows = await tx.query<PersonsRow>(PUT, [
      column(({ notice }) => notice.id),
      column(({ notice }) => notice.userId),
      column(({ notice }) => notice.kind),
      column(({ notice }) => notice.title),
      column(({ notice }) => notice.body),
      column(({ notice }) => JSON.stringify(notice.data)),
      column(({ notice }) => notice.collapseKey),
      column(({ messageId }) => messageId),
      column(({ count }) => count),
    ]);
    await tx.query(TRIM, [[...new Set(rows.map(({ userId }) => userId))]]);
    return rows;
  }

  /** Who has one unread row less by it. */
  async withdraw(tx: Transaction, { collapseKey, userIds }: Withdrawal): Promise<string[]> {
    const gone = await tx.query<{ userId: string }>(
      `DELETE FROM notifications WHERE user_id = ANY($1::text[]) AND collapse_key = $2 AND read_at IS NULL
       RETURNING user_id AS "userId"`,
      [userIds, collapseKey],
    );
    return gone.map(({ userId }) => userId);
  }

  /** What shows one of these messages says this instead. */
  async coverMessages(tx: Transaction, messageIds: readonly string[], body: string): Promise<void> {
    await tx.query('UPDATE notifications SET body = $2 WHERE message_id = ANY($1::uuid[])', [messageIds, body]);
  }

  /** Newest first, beginning behind that place. */
  page(userId: string, place: FeedPlace | undefined, isUnread: boolean, limit: number): Promise<FeedRow[]> {
    return this.database.query<FeedRow>(PAGE, [
      userId,
      place?.createdAt.toISOString() ?? null,
      place?.id ?? null,
      isUnread,
      limit,
    ]);
  }

  async unreadOf(userId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      'SELECT count(*) FROM notifications WHERE user_id = $1 AND read_at IS NULL',
      [userId],
    );
    return row?.count ?? 0;
  }

  /** How many of them had not been read. */
  async read(userId: string, ids: readonly string[]): Promise<number> {
    const read = await this.database.query(
      'UPDATE notifications SET read_at = now() WHERE user_id = $1 AND id = ANY($2::uuid[]) AND read_at IS NULL RETURNING 1',
      [userId, ids],
    );
    return read.length;
  }

  /** That one and all older ones; how many of them had not been read. */
  async readUntil(userId: string, id: string): Promise<number> {
    const read = await this.database.query(
      `UPDATE notifications n SET read_at = now() FROM notifications last
       WHERE last.user_id = $1 AND last.id = $2 AND n.user_id = $1 AND n.read_at IS NULL
         AND (n.created_at, n.id) <= (last.created_at, last.id)
       RETURNING 1`,
      [userId, id],
    );
    return read.length;
  }

  /** Those that are older than so many days, at most so many of them; how many were removed. */
  async prune(days: number, limit: number): Promise<number> {
    const gone = await this.database.query(
      `DELETE FROM notifications WHERE id IN (
         SELECT id FROM notifications WHERE created_at < now() - $1 * interval '1 day' ORDER BY created_at LIMIT $2
       ) RETURNING 1`,
      [days, limit],
    );
    return gone.length;
  }
}
