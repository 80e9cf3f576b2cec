import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { uniqueViolation, type Transaction } from '../../database/index.js';
import type { Role } from '../../protocol/index.js';
import { APP_ISSUER } from '../tokens/hs256-token-verifier.js';
import { USERNAME_KEY, UserEntity } from '../user.entity.js';

/** Somebody as they are to be from now on. */
export type Whole = Pick<UserEntity, 'id' | 'username' | 'name' | 'email' | 'avatarUrl'> & { readonly role: Role };

@Injectable()
export class AppPeopleRepository {
  /** Those of them who are known, locked in the order of their ids, as everybody does. */
  lock(tx: Transaction, ids: readonly string[]): Promise<UserEntity[]> {
    return tx
      .repository(UserEntity)
      .createQueryBuilder('u')
      .where('u.id = ANY(:ids)', { ids: [...ids] })
      .orderBy('u.id')
      .setLock('for_no_key_update')
      .getMany();
  }

  /** Which of these usernames (as `usernameKey` gives them) others have. */
  async taken(tx: Transaction, keys: readonly string[], exceptIds: readonly string[]): Promise<Set<string>> {
    if (keys.length === 0) return new Set();
    const rows = await tx.query<{ key: string }>(
      `SELECT lower(username) AS key FROM users WHERE lower(username) = ANY($1::text[]) AND id <> ALL($2::text[])`,
      [keys, exceptIds],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /**
   * Writes them as they are given, whether they were there or not. Throws `IDENTITY_CONFLICT` for an id that somebody else vouches for
   * since a moment ago, `USERNAME_TAKEN` for whoever comes second of two at once.
   */
  async put(tx: Transaction, people: readonly Whole[]): Promise<void> {
    if (people.length === 0) return;
    const column = (of: (person: Whole) => string | null) => people.map(of);
    const put = await this.orTaken(
      tx.query<{ id: string }>(
        `INSERT INTO users AS u (id, issuer, username, name, email, avatar_url, role)
         SELECT seen.id, $1, seen.username, seen.name, seen.email, seen.avatar_url, seen.role
         FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
           AS seen (id, username, name, email, avatar_url, role) ORDER BY seen.id
         ON CONFLICT (id) DO UPDATE SET username = EXCLUDED.username, name = EXCLUDED.name, email = EXCLUDED.email,
           avatar_url = EXCLUDED.avatar_url, role = EXCLUDED.role, updated_at = now() WHERE u.issuer = EXCLUDED.issuer
         RETURNING u.id`,
        [
          APP_ISSUER,
          column(({ id }) => id),
          column(({ username }) => username),
          column(({ name }) => name),
          column(({ email }) => email),
          column(({ avatarUrl }) => avatarUrl),
          column(({ role }) => role),
        ],
      ),
    );
    if (put.length < people.length) throw new AppError('IDENTITY_CONFLICT');
  }

  private async orTaken<T>(writing: Promise<T>): Promise<T> {
    try {
      return await writing;
    } catch (error) {
      if (uniqueViolation(error) === USERNAME_KEY) throw new AppError('USERNAME_TAKEN', { field: 'username' });
      throw error;
    }
  }
}
