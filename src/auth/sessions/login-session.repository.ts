import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { UserEntity } from '../user.entity.js';
import type { LoginSessionEntity } from './login-session.entity.js';

export interface NewSession {
  sid: string;
  userId: string;
  /** As it was when it matched the password that was shown. */
  passwordHash: string | null;
  address: string;
  userAgent: string | null;
  /** For how long its tokens are good. */
  lifetimeSeconds: number;
  /** Its first refresh token, and for how long that one is good. */
  refreshHash: Buffer;
  refreshSeconds: number;
}

/** Its person, and how many live sessions they had before. */
export interface Begun extends Pick<UserEntity, 'id' | 'username' | 'name' | 'avatarUrl' | 'role'> {
  others: number;
  /** Null for somebody banned, who gets none. */
  refreshExpiresAt: Date | null;
}

export type ListedSession = Pick<LoginSessionEntity, 'sid' | 'createdAt' | 'lastUsedAt' | 'address' | 'userAgent'>;

const LIVE = 'revoked_at IS NULL AND expires_at > now()';
/** Networks that a person has logged in from lately; more are not asked for. */
const ADDRESSES = 100;

@Injectable()
export class LoginSessionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Under the person's lock, unless their password is another one meanwhile: then undefined. All in one statement, since people talk
   * while others log in.
   */
  async begin(session: NewSession): Promise<Begun | undefined> {
    const { sid, userId, passwordHash, address, userAgent, lifetimeSeconds, refreshHash, refreshSeconds } = session;
    const [begun] = await this.database.query<Begun>(
      `WITH person AS (
         SELECT id, username, name, avatar_url, role, banned_at FROM users WHERE id = $1 AND password_hash = $2 FOR NO KEY UPDATE),
       session AS (
         INSERT INTO login_sessions (sid, user_id, address, user_agent, expires_at)
         SELECT $3, id, $4, $5, now() + make_interval(secs => $6) FROM person WHERE banned_at IS NULL
         RETURNING sid),
       token AS (
         INSERT INTO refresh_tokens (hash, sid, expires_at)
         SELECT $7, sid, now() + make_interval(secs => $8) FROM session
         RETURNING expires_at)
       SELECT id, username, name, avatar_url AS "avatarUrl", role, token.expires_at AS "refreshExpiresAt",
         (SELECT count(*)::int FROM login_sessions WHERE user_id = $1 AND ${LIVE}) AS others
       FROM person LEFT JOIN token ON true`,
      [userId, passwordHash, sid, address, userAgent, lifetimeSeconds, refreshHash, refreshSeconds],
    );
    return begun;
  }

  /** Takes the session's lock and gives whose it is and whether it lives. Undefined: there is none. */
  async lock(tx: Transaction, sid: string): Promise<{ userId: string; isLive: boolean } | undefined> {
    const [row] = await tx.query<{ userId: string; isLive: boolean }>(
      `SELECT user_id AS "userId", ${LIVE} AS "isLive" FROM login_sessions WHERE sid = $1 FOR NO KEY UPDATE`,
      [sid],
    );
    return row;
  }

  /** It has shown a token, and its tokens are good for so long from now. */
  async extend(tx: Transaction, sid: string, lifetimeSeconds: number): Promise<void> {
    await tx.query(
      `UPDATE login_sessions SET last_used_at = now(), expires_at = greatest(expires_at, now() + make_interval(secs => $2))
       WHERE sid = $1`,
      [sid, lifetimeSeconds],
    );
  }

  /** Of several connections at once one writes. */
  async touch(sid: string): Promise<void> {
    await this.database.query(
      `UPDATE login_sessions SET last_used_at = now() WHERE sid = $1 AND last_used_at < now() - interval '1 minute'`,
      [sid],
    );
  }

  /** Newest first. */
  live(userId: string): Promise<ListedSession[]> {
    return this.database.query(
      `SELECT sid, created_at AS "createdAt", last_used_at AS "lastUsedAt", address, user_agent AS "userAgent"
       FROM login_sessions WHERE user_id = $1 AND ${LIVE} ORDER BY created_at DESC, sid DESC`,
      [userId],
    );
  }

  /** Whether it was one of theirs and alive until now. */
  async end(tx: Transaction, userId: string, sid: string): Promise<boolean> {
    const ended = await tx.query(
      `UPDATE login_sessions SET revoked_at = now() WHERE sid = $1 AND user_id = $2 AND ${LIVE} RETURNING 1`,
      [sid, userId],
    );
    return ended.length > 0;
  }

  async endAll(tx: Transaction, userId: string, exceptSid: string | null): Promise<void> {
    await tx.query(
      `UPDATE login_sessions SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL AND sid IS DISTINCT FROM $2::uuid`,
      [userId, exceptSid],
    );
  }

  /** Ends those used longest ago until so many are left, under the person's lock; gives the ended ones. */
  async endSurplus(tx: Transaction, userId: string, atMost: number): Promise<string[]> {
    const ended = await tx.query<{ sid: string }>(
      `UPDATE login_sessions SET revoked_at = now() WHERE sid IN (
         SELECT sid FROM login_sessions WHERE user_id = $1 AND ${LIVE} ORDER BY last_used_at DESC, sid DESC OFFSET $2)
       RETURNING sid`,
      [userId, atMost],
    );
    return ended.map(({ sid }) => sid);
  }

  /** Addresses that the account of that username key logged in from, also by sessions that are over. */
  async addressesOf(usernameKey: string): Promise<string[]> {
    const rows = await this.database.query<{ address: string }>(
      `SELECT s.address FROM users u JOIN login_sessions s ON s.user_id = u.id
       WHERE lower(u.username) = $1 AND s.address IS NOT NULL ORDER BY s.created_at DESC LIMIT ${ADDRESSES}`,
      [usernameKey],
    );
    return rows.map(({ address }) => address);
  }

  /** Forgets at most so many whose tokens have all run out. */
  async removeExpired(atMost: number): Promise<void> {
    await this.database.query(
      `DELETE FROM login_sessions WHERE sid IN (
         SELECT sid FROM login_sessions s WHERE expires_at < now() - interval '1 hour'
           AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.sid = s.sid)
         ORDER BY expires_at LIMIT $1)`,
      [atMost],
    );
  }
}
