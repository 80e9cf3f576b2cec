import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { UserEntity } from './user.entity.js';

export type Holder = Pick<
  UserEntity,
  'id' | 'issuer' | 'username' | 'name' | 'email' | 'avatarUrl' | 'role' | 'bannedAt' | 'tokensValidAfter'
>;

/** The person a token speaks for, as everything about them was at one moment. */
export interface TokenHolder {
  readonly user: Holder;
  /** Whether the login session is theirs and not revoked. */
  readonly hasSession: boolean;
  /** Whether it is a minute and more since that session was last seen. */
  readonly isUnseen: boolean;
  /** By the database's clock, in microseconds: never later than what was read. */
  readonly moment: number;
}

type Row = Holder & Omit<TokenHolder, 'user'>;

/** Everything that decides whether a token is good, in one question. */
@Injectable()
export class TokenHolderRepository {
  constructor(private readonly database: Database) {}

  async find(userId: string, sessionId: string | null): Promise<TokenHolder | null> {
    // now() is taken when the statement arrives, before its snapshot is: what is committed later has a later time.
    const [row] = await this.database.query<Row>(
      `SELECT u.id, u.issuer, u.username, u.name, u.email, u.avatar_url AS "avatarUrl", u.role, u.banned_at AS "bannedAt",
         u.tokens_valid_after AS "tokensValidAfter", s.sid IS NOT NULL AND s.revoked_at IS NULL AS "hasSession",
         coalesce(s.last_used_at < now() - interval '1 minute', false) AS "isUnseen",
         (extract(epoch FROM now()) * 1000000)::bigint AS moment
       FROM users u LEFT JOIN login_sessions s ON s.sid = $2::uuid AND s.user_id = u.id WHERE u.id = $1`,
      [userId, sessionId],
    );
    if (row === undefined) return null;
    const { hasSession, isUnseen, moment, ...user } = row;
    return { user, hasSession, isUnseen, moment };
  }
}
