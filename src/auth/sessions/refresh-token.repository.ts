import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';

@Injectable()
export class RefreshTokenRepository {
  constructor(private readonly database: Database) {}

  /** Gives when it expires. */
  async add(tx: Transaction, sid: string, hash: Buffer, lifetimeSeconds: number): Promise<Date> {
    const [row] = await tx.query<{ expiresAt: Date }>(
      `INSERT INTO refresh_tokens (hash, sid, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))
       RETURNING expires_at AS "expiresAt"`,
      [hash, sid, lifetimeSeconds],
    );
    return row?.expiresAt ?? new Date();
  }

  /** The session it belongs to. */
  async sessionOf(hash: Buffer): Promise<string | undefined> {
    const [row] = await this.database.query<{ sid: string }>(`SELECT sid FROM refresh_tokens WHERE hash = $1`, [hash]);
    return row?.sid;
  }

  /** Under the session's lock, so that of several uses at once one is the first. */
  async use(tx: Transaction, hash: Buffer): Promise<'first' | 'again' | 'expired'> {
    const [row] = await tx.query<{ hasExpired: boolean; isUsed: boolean }>(
      `SELECT expires_at <= now() AS "hasExpired", used_at IS NOT NULL AS "isUsed" FROM refresh_tokens WHERE hash = $1`,
      [hash],
    );
    if (row === undefined || row.hasExpired) return 'expired';
    if (row.isUsed) return 'again';
    await tx.query(`UPDATE refresh_tokens SET used_at = now() WHERE hash = $1`, [hash]);
    return 'first';
  }

  /** From now on none of the session's is good. */
  async useAll(tx: Transaction, sid: string): Promise<void> {
    await tx.query(`UPDATE refresh_tokens SET used_at = now() WHERE sid = $1 AND used_at IS NULL`, [sid]);
  }

  /** Forgets at most so many that have run out. */
  async removeExpired(atMost: number): Promise<void> {
    await this.database.query(
      `DELETE FROM refresh_tokens WHERE hash IN (
         SELECT hash FROM refresh_tokens WHERE expires_at < now() ORDER BY expires_at LIMIT $1)`,
      [atMost],
    );
  }
}
