import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { Role } from '../../protocol/index.js';
import type { UserEntity } from '../user.entity.js';

/** Behind this account a page begins. */
export interface AccountPlace {
  readonly createdAt: string;
  readonly id: string;
}

export const NEWEST: AccountPlace = { createdAt: 'infinity', id: '' };

export type AccountRow = Pick<
  UserEntity,
  'id' | 'username' | 'name' | 'avatarUrl' | 'role' | 'issuer' | 'email' | 'createdAt' | 'bannedAt'
>;

const COLUMNS = `u.id, u.username, u.name, u.avatar_url AS "avatarUrl", u.role, u.issuer, u.email, u.created_at AS "createdAt",
  u.banned_at AS "bannedAt"`;
/** Not `$2 IS NULL OR`: a page would be looked for from the first one on. */
const BEHIND = `(u.created_at, u.id) < ($2::timestamptz, $3::text)`;

/** Accounts as administrators see them. */
@Injectable()
export class AccountListRepository {
  constructor(private readonly database: Database) {}

  /** Newest first, whether banned or not, or those alone who are not. Reads the newest of each role, and takes the newest of those. */
  newest(roles: readonly Role[], place: AccountPlace, includesBanned: boolean, limit: number): Promise<AccountRow[]> {
    return this.database.query(
      `SELECT found.* FROM unnest($1::text[]) AS asked (role) CROSS JOIN LATERAL (
         SELECT ${COLUMNS} FROM users u WHERE u.role = asked.role AND ${BEHIND} AND ($4::boolean OR u.banned_at IS NULL)
         ORDER BY u.created_at DESC, u.id DESC LIMIT $5) found
       ORDER BY found."createdAt" DESC, found.id DESC LIMIT $5`,
      [roles, place.createdAt, place.id, includesBanned, limit],
    );
  }

  /** Newest first. */
  newestBanned(roles: readonly Role[], place: AccountPlace, limit: number): Promise<AccountRow[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM users u WHERE u.banned_at IS NOT NULL AND u.role = ANY($1::text[]) AND ${BEHIND}
       ORDER BY u.created_at DESC, u.id DESC LIMIT $4`,
      [roles, place.createdAt, place.id, limit],
    );
  }

  /** In the order of the ids; nothing for those that nobody has. */
  async byIds(ids: readonly string[]): Promise<AccountRow[]> {
    const rows = await this.database.query<AccountRow>(`SELECT ${COLUMNS} FROM users u WHERE u.id = ANY($1::text[])`, [ids]);
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }
}
