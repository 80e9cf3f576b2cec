import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { Database, uniqueViolation } from '../database/index.js';
import { In, type Repository } from 'typeorm';
import type { Person } from './tokens/token-verifier.js';
import { USERNAME_KEY, UserEntity } from './user.entity.js';

export interface NewAccount {
  id: string;
  issuer: string;
  username: string;
  name: string;
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

  findByIds(ids: readonly string[]): Promise<UserEntity[]> {
    return this.users.findBy({ id: In([...ids]) });
  }

  /** `key` as `usernameKey` gives it. */
  findByUsernameKey(key: string): Promise<UserEntity | null> {
    return this.users.createQueryBuilder('u').where('lower(u.username) = :key', { key }).getOne();
  }

  /** Throws `USERNAME_TAKEN`, also for whoever comes second of two at once. */
  async addAccount(account: NewAccount): Promise<UserEntity> {
    try {
      await this.users.insert(account);
    } catch (error) {
      if (uniqueViolation(error) === USERNAME_KEY) throw new AppError('USERNAME_TAKEN', { field: 'username' });
      throw error;
    }
    return this.users.findOneByOrFail({ id: account.id });
  }

  /** The person as they are known afterwards: of several first sights at once one is kept, and all get it. */
  async addUnlessKnown(issuer: string, { id, name, email, avatarUrl, role }: Person): Promise<UserEntity> {
    const values = { id, issuer, username: null, name: name ?? id, email, avatarUrl, role };
    await this.users.createQueryBuilder().insert().values(values).orIgnore().execute();
    return this.users.findOneByOrFail({ id });
  }

  async update(id: string, particulars: Particulars): Promise<void> {
    await this.users.update({ id }, particulars);
  }

  private get users(): Repository<UserEntity> {
    return this.database.repository(UserEntity);
  }
}
