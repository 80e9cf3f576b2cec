import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { Database, uniqueViolation, type Transaction } from '../database/index.js';
import type { Role } from '../protocol/index.js';
import { In, type Repository } from 'typeorm';
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

@Injectable()
export class UserRepository {
  constructor(private readonly database: Database) {}

  findById(id: string): Promise<UserEntity | null> {
    return this.users.findOneBy({ id });
  }

  findIn(tx: Transaction, id: string): Promise<UserEntity | null> {
    return tx.repository(UserEntity).findOneBy({ id });
  }

  findByIds(ids: readonly string[], tx?: Transaction): Promise<UserEntity[]> {
    return (tx?.repository(UserEntity) ?? this.users).findBy({ id: In([...ids]) });
  }

  /** `key` as `usernameKey` gives it. */
  findByUsernameKey(key: string): Promise<UserEntity | null> {
    return this.users.createQueryBuilder('u').where('lower(u.username) = :key', { key }).getOne();
  }

  /** Whether somebody has that id, or that username (`key` as `usernameKey` gives it). */
  isTaken(id: string, key: string): Promise<boolean> {
    return this.users.createQueryBuilder('u').where('u.id = :id OR lower(u.username) = :key', { id, key }).getExists();
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

  /** Milliseconds since 1970 by the database's clock, which `refuseOlderTokens` goes by. */
  async now(): Promise<number> {
    const [row] = await this.database.query<{ now: number }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
    );
    return row?.now ?? Date.now();
  }

  private get users(): Repository<UserEntity> {
    return this.database.repository(UserEntity);
  }
}
