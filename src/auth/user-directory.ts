import { Injectable } from '@nestjs/common';
import type { User } from '../protocol/index.js';
import { presentUser } from './user.presenter.js';
import { UserRepository } from './user.repository.js';
import { isOfficial, keyOfShownName, looksLikeAnother, usernameKey } from './username.js';

/** Who is known here. Guests are not: they have no account. */
@Injectable()
export class UserDirectory {
  constructor(private readonly users: UserRepository) {}

  /** By id; ids that nobody has are left out. */
  async findByIds(ids: readonly string[]): Promise<Map<string, User>> {
    if (ids.length === 0) return new Map();
    const found = await this.users.findByIds(ids);
    return new Map(found.map((user) => [user.id, presentUser(user)]));
  }

  /** Without regard to case. */
  async findByUsername(username: string): Promise<User | undefined> {
    const user = await this.users.findByUsernameKey(usernameKey(username));
    return user === null ? undefined : presentUser(user);
  }

  /** Why nobody may call themselves so, registered or not: it speaks for the server, or is made to look like another name. */
  faultOf(name: string): 'official' | 'look-alike' | undefined {
    if (isOfficial(name)) return 'official';
    return looksLikeAnother(name) ? 'look-alike' : undefined;
  }

  /** Whether a guest of this name could be taken for a registered person, invisible characters aside. */
  async usernameExists(name: string): Promise<boolean> {
    const key = keyOfShownName(name);
    return key !== '' && (await this.users.findByUsernameKey(key)) !== null;
  }
}
