import { Injectable } from '@nestjs/common';
import { BatchLoader } from '../common/batch-loader.js';
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

type Row = Holder & Omit<TokenHolder, 'user'> & { n: number };

interface Asked {
  readonly userId: string;
  readonly sessionId: string | null;
}

/** People asked for in one statement. */
const AT_ONCE = 500;

/** Everything that decides whether tokens are good, in one question for all that are shown at the same time. */
@Injectable()
export class TokenHolderRepository {
  private readonly loader = new BatchLoader((asked: readonly Asked[]) => this.findAll(asked), AT_ONCE);

  constructor(private readonly database: Database) {}

  find(userId: string, sessionId: string | null): Promise<TokenHolder | null> {
    return this.loader.find({ userId, sessionId });
  }

  private async findAll(asked: readonly Asked[]): Promise<(TokenHolder | null)[]> {
    // now() is taken when the statement arrives, before its snapshot is: what is committed later has a later time.
    const rows = await this.database.query<Row>(
      `SELECT asked.n, u.id, u.issuer, u.username, u.name, u.email, u.avatar_url AS "avatarUrl", u.role, u.banned_at AS "bannedAt",
         u.tokens_valid_after AS "tokensValidAfter", s.sid IS NOT NULL AND s.revoked_at IS NULL AS "hasSession",
         coalesce(s.last_used_at < now() - interval '1 minute', false) AS "isUnseen",
         (extract(epoch FROM now()) * 1000000)::bigint AS moment
       FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS asked (user_id, sid, n) JOIN users u ON u.id = asked.user_id
         LEFT JOIN login_sessions s ON s.sid = asked.sid AND s.user_id = u.id`,
      [asked.map(({ userId }) => userId), asked.map(({ sessionId }) => sessionId)],
    );
    const holders = asked.map((): TokenHolder | null => null);
    for (const { n, hasSession, isUnseen, moment, ...user } of rows) holders[n - 1] = { user, hasSession, isUnseen, moment };
    return holders;
  }
}
