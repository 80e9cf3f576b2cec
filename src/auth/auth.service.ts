import { Injectable } from '@nestjs/common';
import { AppError, networkOf, newId, OWN_ISSUER } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import { Database, Outbox } from '../database/index.js';
import type { Account } from '../protocol/index.js';
import type { Identity } from '../realtime/index.js';
import { banned } from './banned.js';
import { MentorSignup, type Wish } from './mentor-signup/mentor-signup.service.js';
import { LoginSessions, type Client, type SignedIn } from './sessions/login-sessions.service.js';
import { AttemptLimits } from './sign-in/attempt-limits.js';
import { PasswordHasher } from './sign-in/password-hasher.js';
import { userCreated } from './user-created.js';
import type { UserEntity } from './user.entity.js';
import { presentAccount } from './user.presenter.js';
import { UserRepository } from './user.repository.js';
import { usernameFrom, usernameKey } from './username.js';

export interface Credentials {
  username: string;
  password: string;
}

/** Somebody who has shown their password; the hash it matched tells whether it was changed since. */
export type Proven = Pick<UserEntity, 'id' | 'passwordHash'>;

/** Accounts of people who register here. */
@Injectable()
export class AuthService {
  private readonly adminKeys: ReadonlySet<string>;

  constructor(
    { auth }: AppConfig,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly limits: AttemptLimits,
    private readonly mentors: MentorSignup,
    private readonly sessions: LoginSessions,
  ) {
    this.adminKeys = new Set(auth.adminUsernames.map(usernameKey));
  }

  /** Throws `INVALID`, `USERNAME_TAKEN`, `FORBIDDEN`, `RATE_LIMITED`, `UNAVAILABLE`. */
  async register({ username: typed, password, ...wish }: Credentials & Wish, client: Client): Promise<SignedIn> {
    const username = usernameFrom(typed);
    await this.limits.admitRegistration(client.address);
    this.mentors.check(wish);
    // Asked beforehand to save the hash; whoever slips in between is found by the insert.
    const isTaken = (await this.users.findByUsernameKey(usernameKey(username))) !== null;
    if (isTaken) throw new AppError('USERNAME_TAKEN', { field: 'username' });
    const passwordHash = await this.passwords.hash(password, networkOf(client.address));
    const name = typed.normalize('NFKC');
    const account = await this.database.transaction(async (tx) => {
      const asked = await this.mentors.roleIn(tx, wish);
      const role = this.adminKeys.has(usernameKey(username)) ? 'admin' : asked;
      const added = await this.users.addAccount(tx, { id: newId(), issuer: OWN_ISSUER, username, name, role, passwordHash });
      await this.outbox.append(tx, [userCreated(added)]);
      return added;
    });
    return this.sessions.begin(account, client);
  }

  /** Throws `INVALID_CREDENTIALS` for an unknown username and for a wrong password alike; `RATE_LIMITED`, `UNAVAILABLE`, `FORBIDDEN`. */
  async checkPassword({ username, password }: Credentials, address: string): Promise<Proven> {
    const key = usernameKey(username);
    await this.limits.admitLogin(key, address);
    const user = await this.passwords.owner(password, networkOf(address), () => this.users.findByUsernameKey(key));
    if (user === null) throw new AppError('INVALID_CREDENTIALS');
    await this.limits.forgive(key, address);
    if (user.bannedAt !== null) throw banned();
    return user;
  }

  /**
   * Ends all sessions but the one that asks, which gets a new pair. Throws `INVALID_CREDENTIALS` for a wrong password, `FORBIDDEN` for
   * somebody whose password another issuer keeps, and what `checkPassword` throws.
   */
  async changePassword(
    { user: { id, username }, sessionId }: Identity,
    { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
    address: string,
  ): Promise<SignedIn> {
    if (username === null || sessionId === null) {
      throw new AppError('FORBIDDEN', { message: 'This account has no password here. Change it where you signed in.' });
    }
    const proven = await this.checkPassword({ username, password: currentPassword }, address);
    if (proven.id !== id) throw new AppError('INVALID_CREDENTIALS');
    const passwordHash = await this.passwords.hash(newPassword, networkOf(address));
    const { granted, revocation } = await this.database.transaction(async (tx) => {
      const user = await this.users.lock(tx, id);
      if (user?.passwordHash !== proven.passwordHash) throw new AppError('INVALID_CREDENTIALS');
      await this.users.setPassword(tx, id, passwordHash);
      const renewed = await this.sessions.renew(tx, user, sessionId);
      return { granted: renewed, revocation: await this.sessions.endAll(tx, id, { exceptSessionId: sessionId }) };
    });
    await this.sessions.spread(revocation);
    return this.sessions.signedIn(granted);
  }

  /** Ends the session that asks. Throws `FORBIDDEN` for a token of another issuer, which belongs to none. */
  async logOut({ user, sessionId }: Identity): Promise<void> {
    if (sessionId === null) {
      throw new AppError('FORBIDDEN', {
        message: 'This token has no login session here. Sign out of everything (logout-all) instead.',
      });
    }
    await this.sessions.spread(await this.sessions.end(user.id, sessionId));
  }

  /** Signs the person out of everything, everywhere. */
  async logOutEverywhere(userId: string): Promise<void> {
    const revocation = await this.database.transaction(async (tx) => {
      await this.users.lock(tx, userId);
      return this.sessions.endAll(tx, userId);
    });
    await this.sessions.spread(revocation);
  }

  /** Throws `NOT_FOUND` for somebody without an account, such as a guest. */
  async account(id: string): Promise<Account> {
    const user = await this.users.findById(id);
    if (user === null) throw new AppError('NOT_FOUND', { message: 'There is no such account.' });
    return presentAccount(user);
  }
}
