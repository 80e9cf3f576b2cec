import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';

@Injectable()
export class MentorInvitationRepository {
  constructor(private readonly database: Database) {}

  /** Gives when it expires. Takes the occasion to forget those that have. */
  async add(hash: Buffer, createdBy: string | null, lifetimeSeconds: number): Promise<Date> {
    await this.database.query(`DELETE FROM mentor_invitations WHERE expires_at <= now()`);
    const [row] = await this.database.query<{ expiresAt: Date }>(
      `INSERT INTO mentor_invitations (hash, created_by, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))
       RETURNING expires_at AS "expiresAt"`,
      [hash, createdBy, lifetimeSeconds],
    );
    return row?.expiresAt ?? new Date();
  }

  /** Whether it was there and good; it no longer is. Of two at once one gets true. */
  async use(tx: Transaction, hash: Buffer): Promise<boolean> {
    const used = await tx.query(`DELETE FROM mentor_invitations WHERE hash = $1 AND expires_at > now() RETURNING 1`, [hash]);
    return used.length > 0;
  }
}
