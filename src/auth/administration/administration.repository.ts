import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { Role } from '../../protocol/index.js';
import type { UserEntity } from '../user.entity.js';

/** A person as an administrator sees them. */
export interface ListedUser {
  id: string;
  username: string | null;
  name: string;
  role: Role;
  issuer: string;
  bannedAt: Date | null;
  createdAt: Date;
}

export interface UserFilter {
  role?: Role;
  /** Part of the username or the name. */
  search?: string;
}

export type LockedUser = Pick<UserEntity, 'id' | 'username' | 'name' | 'avatarUrl' | 'role' | 'bannedAt'>;

const LOCKED = `id, username, name, avatar_url AS "avatarUrl", role, banned_at AS "bannedAt"`;

@Injectable()
export class AdministrationRepository {
  constructor(private readonly database: Database) {}

  /** By username; at most so many. */
  list({ role, search }: UserFilter, atMost: number): Promise<ListedUser[]> {
    const pattern = search === undefined ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
    return this.database.query(
      `SELECT id, username, name, role, issuer, banned_at AS "bannedAt", created_at AS "createdAt" FROM users
       WHERE ($1::text IS NULL OR role = $1) AND ($2::text IS NULL OR username ILIKE $2 OR name ILIKE $2)
       ORDER BY lower(username), id LIMIT $3`,
      [role ?? null, pattern, atMost],
    );
  }

  /** Locks the person and all administrators, always in the same order: of two who dismiss each other one comes first. */
  lockWithAdmins(tx: Transaction, userId: string): Promise<LockedUser[]> {
    return tx.query(`SELECT ${LOCKED} FROM users WHERE role = 'admin' OR id = $1 ORDER BY id FOR NO KEY UPDATE`, [userId]);
  }

  async setRole(tx: Transaction, userId: string, role: Role): Promise<void> {
    await tx.query(`UPDATE users SET role = $2, updated_at = now() WHERE id = $1`, [userId, role]);
  }

  async setBanned(tx: Transaction, userId: string, isBanned: boolean): Promise<void> {
    await tx.query(
      `UPDATE users SET banned_at = CASE WHEN $2 THEN coalesce(banned_at, now()) END, updated_at = now() WHERE id = $1`,
      [userId, isBanned],
    );
  }

  /** Gives the ids of those who were not administrators before. */
  async makeAdmins(tx: Transaction, usernameKeys: readonly string[], issuer: string): Promise<string[]> {
    const made = await tx.query<{ id: string }>(
      `UPDATE users SET role = 'admin', updated_at = now()
       WHERE lower(username) = ANY($1::text[]) AND issuer = $2 AND role <> 'admin' RETURNING id`,
      [[...usernameKeys], issuer],
    );
    return made.map(({ id }) => id);
  }
}
