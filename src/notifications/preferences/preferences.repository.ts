import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import { NOTIFICATION_KINDS, type NotificationPreferences } from '../../protocol/index.js';
import type { PreferencesEntity } from './preferences.entity.js';

type Queries = Pick<Transaction, 'query'>;

const COLUMNS = `user_id AS "userId", unpushed, unlisted, quiet_from AS "quietFrom", quiet_to AS "quietTo", quiet_zone AS "quietZone"`;

@Injectable()
export class PreferencesRepository {
  constructor(private readonly database: Database) {}

  /** By person; of those who never chose there is nothing. */
  async find(userIds: readonly string[], queries: Queries = this.database): Promise<Map<string, NotificationPreferences>> {
    const rows = await queries.query<PreferencesEntity>(
      `SELECT ${COLUMNS} FROM notification_preferences WHERE user_id = ANY($1::text[])`,
      [userIds],
    );
    return new Map(rows.map((row) => [row.userId, preferencesOf(row)]));
  }

  /** All of it, in the place of what was chosen before. */
  async replace(userId: string, { kinds, quietHours }: NotificationPreferences): Promise<void> {
    const without = (way: 'push' | 'feed') => NOTIFICATION_KINDS.filter((kind) => !kinds[kind][way]);
    await this.database.query(
      `INSERT INTO notification_preferences (user_id, unpushed, unlisted, quiet_from, quiet_to, quiet_zone)
       VALUES ($1, $2::text[], $3::text[], $4, $5, $6)
       ON CONFLICT (user_id) DO UPDATE SET unpushed = excluded.unpushed, unlisted = excluded.unlisted,
         quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, quiet_zone = excluded.quiet_zone`,
      [userId, without('push'), without('feed'), quietHours?.from ?? null, quietHours?.to ?? null, quietHours?.timeZone ?? null],
    );
  }
}

function preferencesOf({ unpushed, unlisted, quietFrom, quietTo, quietZone }: PreferencesEntity): NotificationPreferences {
  const kinds = Object.fromEntries(
    NOTIFICATION_KINDS.map((kind) => [kind, { push: !unpushed.includes(kind), feed: !unlisted.includes(kind) }]),
  ) as NotificationPreferences['kinds'];
  const isSet = quietFrom !== null && quietTo !== null && quietZone !== null;
  return { kinds, quietHours: isSet ? { from: quietFrom, to: quietTo, timeZone: quietZone } : null };
}
