import { Injectable } from '@nestjs/common';
import { BatchLoader } from '../common/batch-loader.js';
import { AppError } from '../common/index.js';
import { Database, uniqueViolation, type Transaction } from '../database/index.js';
import type { Role } from '../protocol/index.js';
import { In, type Repository } from 'typeorm';
import type { Person } from './tokens/token-verifier.js';
import { USERNAME_KEY, UserEntity } from './user.entity.js';

export interface NewAccount {
  id: string;
  issuer: string;
  username: string;
  name: string;
  role: Role;
  passwordHash: string;
}

/** What another issuer may say anew about a person. */
export type Particulars = Partial<Pick<UserEntity, 'name' | 'email' | 'avatarUrl'>>;

interface FirstSight {
  readonly issuer: string;
  readonly person: Person;
}

/** People added by one statement. */
const AT_ONCE = 500;

@Injectable()
export class UserRepository {
  private readonly newcomers = new BatchLoader((seen: readonly FirstSight[]) => this.addAllUnlessKnown(seen), AT_ONCE);

  constructor(private readonly database: Database) {}

  findById(id: string): Promise<UserEntity | null> {
    return this.users.findOneBy({ id });
  }

  findIn(tx: Transaction, id: string): Promise<UserEntity | null> {
    return tx.repository(UserEntity).findOneBy({ id });
  }

  findByIds(ids: readonly string[]): Promise<UserEntity[]> {
    return this.users.findBy({ id: In([...ids]) });
  }

  /** `key` as `usernameKey` gives it. */
  findByUsernameKey(key: string): Promise<UserEntity | null> {
    return this.users.createQueryBuilder('u').where('lower(u.username) = :key', { key }).getOne();
  }

  /** Takes the person's lock: passwords, bans and the sessions a person has change under it. */
  lock(tx: Transaction, id: string): Promise<UserEntity | null> {
    return tx.repository(UserEntity).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** Throws `USERNAME_TAKEN`, also for whoever comes second of two at once. */
  async addAccount(tx: Transaction, account: NewAccount): Promise<UserEntity> {
    try {
      await tx.repository(UserEntity).insert(account);
    } catch (error) {
      if (uniqueViolation(error) === USERNAME_KEY) throw new AppError('USERNAME_TAKEN', { field: 'username' });
      throw error;
    }
    return tx.repository(UserEntity).findOneByOrFail({ id: account.id });
  }

  /** Unless they are known meanwhile: of several first sights at once one is kept. */
  async addUnlessKnown(issuer: string, person: Person): Promise<void> {
    await this.newcomers.find({ issuer, person });
  }

  async update(id: string, particulars: Particulars): Promise<void> {
    await this.users.update({ id }, particulars);
  }

  async setPassword(tx: Transaction, id: string, passwordHash: string): Promise<void> {
    await tx.repository(UserEntity).update({ id }, { passwordHash });
  }

  /** Tokens of another issuer made until now are refused from now on. */
  async refuseOlderTokens(tx: Transaction, id: string): Promise<void> {
    await tx.query(`UPDATE users SET tokens_valid_after = now() WHERE id = $1`, [id]);
  }

  /** In the order of ids, so that two nodes that see the same people don't wait for each other. */
  private async addAllUnlessKnown(seen: readonly FirstSight[]): Promise<undefined[]> {
    const column = (of: (sight: FirstSight) => string | null) => seen.map(of);
    await this.database.query(
      `INSERT INTO users (id, issuer, name, email, avatar_url, role)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS seen (id) ORDER BY seen.id
       ON CONFLICT DO NOTHING`,
      [
        column(({ person }) => person.id),
        column(({ issuer }) => issuer),
        column(({ person: { id, name } }) => name ?? id),
        column(({ person }) => person.email),
        column(({ person }) => person.avatarUrl),
        column(({ person }) => person.role),
      ],
    );
    return seen.map(() => undefined);
  }

  private get users(): Repository<UserEntity> {
    return this.database.repository(UserEntity);
  }
}
