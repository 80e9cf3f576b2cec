import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import { ApiKeyEntity } from './api-key.entity.js';

export type NewApiKey = Pick<ApiKeyEntity, 'id' | 'name' | 'secretHash' | 'scopes' | 'expiresAt'>;
export type ListedKey = Omit<ApiKeyEntity, 'secretHash'>;

/** What decides whether it is good; its end in milliseconds from now, by the database's clock, null: none. */
export type KeyRow = Pick<ApiKeyEntity, 'id' | 'name' | 'secretHash' | 'scopes'> & {
  readonly isRevoked: boolean;
  readonly endsInMs: number | null;
  /** Whether it is a minute and more since its use was noted. */
  readonly isUnseen: boolean;
};

const MINUTE_AGO = `now() - interval '1 minute'`;

@Injectable()
export class ApiKeyRepository {
  constructor(private readonly database: Database) {}

  async add(tx: Transaction, key: NewApiKey): Promise<void> {
    await tx.repository(ApiKeyEntity).insert(key);
  }

  async find(id: string): Promise<KeyRow | undefined> {
    const [row] = await this.database.query<KeyRow>(
      `SELECT id, name, secret_hash AS "secretHash", scopes, revoked_at IS NOT NULL AS "isRevoked",
         (extract(epoch FROM expires_at - now()) * 1000)::float8 AS "endsInMs",
         coalesce(last_used_at < ${MINUTE_AGO}, true) AS "isUnseen"
       FROM api_keys WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** Oldest first; at most so many. */
  list(atMost: number): Promise<ListedKey[]> {
    return this.database.query<ListedKey>(
      `SELECT id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
         last_used_at AS "lastUsedAt" FROM api_keys ORDER BY id LIMIT $1`,
      [atMost],
    );
  }

  /** Of keys that are neither revoked nor expired. */
  async count(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ keys: number }>(
      `SELECT count(*) AS keys FROM api_keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    );
    return row?.keys ?? 0;
  }

  /** Whether there is such a key; twice is once. */
  async revoke(tx: Transaction, id: string): Promise<boolean> {
    const found = await tx.query<{ id: string }>(
      `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 RETURNING id`,
      [id],
    );
    return found.length > 0;
  }

  async noteUse(id: string): Promise<void> {
    await this.database.query(
      `UPDATE api_keys SET last_used_at = now() WHERE id = $1 AND coalesce(last_used_at < ${MINUTE_AGO}, true)`,
      [id],
    );
  }
}
