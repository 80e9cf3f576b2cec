import { Injectable } from '@nestjs/common';
import { guestId, isGuestId } from '../common/index.js';
import type { Transaction } from '../database/index.js';
import type { User, UserTarget } from '../protocol/index.js';
import { Guests } from './guests/guests.service.js';
import { presentUser } from './user.presenter.js';
import { UserRepository } from './user.repository.js';
import { isOfficial, keyOfShownName, looksLikeAnother, usernameKey } from './username.js';

/** Who is known here: people with an account, and the guests who claim an id, as long as they are here or were lately. */
@Injectable()
export class UserDirectory {
  constructor(
    private readonly users: UserRepository,
    private readonly guests: Guests,
  ) {}

  /** By whole id, of guests `guest:<claimed id>`; ids that nobody has are left out. */
  async findByIds(ids: readonly string[], tx?: Transaction): Promise<Map<string, User>> {
    const registered = ids.filter((id) => !isGuestId(id));
    const found = registered.length === 0 ? [] : (await this.users.findByIds(registered, tx)).map(presentUser);
    const guests = await this.guests.find(ids, tx);
    return new Map([...found, ...guests].map((user) => [user.id, user]));
  }

  /**
   * Whom a client means who names somebody. An id is the registered person's, else the guest's who claims it; a name is a username,
   * else an id, as those are shown so who have no username. Of both the id counts.
   */
  async find({ id, username }: UserTarget): Promise<User | undefined> {
    if (id !== undefined) return this.findByBareId(id);
    if (username === undefined) return undefined;
    return (await this.findByUsername(username)) ?? (await this.findByBareId(username));
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

  private async findByBareId(id: string): Promise<User | undefined> {
    const known = await this.findByIds([id, guestId(id)]);
    return known.get(id) ?? known.get(guestId(id));
  }
}
