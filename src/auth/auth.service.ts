import { Injectable } from '@nestjs/common';
import { AppError, newId } from '../common/index.js';
import type { Account, User } from '../protocol/index.js';
import { AttemptLimits } from './sign-in/attempt-limits.js';
import { PasswordHasher } from './sign-in/password-hasher.js';
import { TokenIssuer } from './tokens/token-issuer.js';
import { OWN_ISSUER } from './tokens/token-verifier.js';
import { presentAccount, presentUser } from './user.presenter.js';
import { UserRepository } from './user.repository.js';
import { usernameFrom, usernameKey } from './username.js';

export interface Credentials {
  username: string;
  password: string;
}

/** What a person gets who registered or logged in. */
export interface SignedIn {
  token: string;
  username: string;
  user: User;
  /** ISO 8601. */
  expiresAt: string;
}

/** Accounts of people who register here. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly limits: AttemptLimits,
    private readonly tokens: TokenIssuer,
  ) {}

  /** Throws `INVALID`, `USERNAME_TAKEN`, `RATE_LIMITED`, `UNAVAILABLE`. */
  async register({ username: typed, password }: Credentials, address: string): Promise<SignedIn> {
    const username = usernameFrom(typed);
    await this.limits.admitRegistration(address);
    // Asked beforehand to save the hash; whoever slips in between is found by the insert.
    const isTaken = (await this.users.findByUsernameKey(usernameKey(username))) !== null;
    if (isTaken) throw new AppError('USERNAME_TAKEN', { field: 'username' });
    const passwordHash = await this.passwords.hash(password);
    const name = typed.normalize('NFKC');
    const account = await this.users.addAccount({ id: newId(), issuer: OWN_ISSUER, username, name, passwordHash });
    return this.signIn(presentUser(account));
  }

  /** Throws `INVALID_CREDENTIALS` for an unknown username and for a wrong password alike; `RATE_LIMITED`, `UNAVAILABLE`, `FORBIDDEN`. */
  async checkPassword({ username, password }: Credentials, address: string): Promise<User> {
    const key = usernameKey(username);
    await this.limits.admitLogin(key, address);
    const user = await this.users.findByUsernameKey(key);
    const isRight = await this.passwords.matches(password, user?.passwordHash ?? null);
    if (user === null || !isRight) throw new AppError('INVALID_CREDENTIALS');
    await this.limits.forgive(key, address);
    if (user.bannedAt !== null) throw new AppError('FORBIDDEN', { message: 'This account is banned.' });
    return presentUser(user);
  }

  /** Begins a login session for somebody who has shown who they are. */
  async signIn(user: User): Promise<SignedIn> {
    const { token, expiresAt } = await this.tokens.issue(user);
    return { token, username: user.username ?? user.id, user, expiresAt };
  }

  /** Throws `NOT_FOUND` for somebody without an account, such as a guest. */
  async account(id: string): Promise<Account> {
    const user = await this.users.findById(id);
    if (user === null) throw new AppError('NOT_FOUND', { message: 'There is no such account.' });
    return presentAccount(user);
  }
}
