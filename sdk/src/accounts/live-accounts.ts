import type { Account, LoginSession, User } from '../../../src/protocol/index.js';
import { addressOf } from '../core/credentials.js';
import { LyceumError } from '../core/error.js';
import { FetchHttp } from '../core/fetch-http.js';
import type { Store } from '../core/store.js';
import type { Accounts, AccountsOptions, Registration } from './accounts.js';
import { oneAtATime } from './one-at-a-time.js';
import { keep, SessionStore, type KeptSession, type SignedIn } from './session-store.js';

/** A token that lasts no longer is renewed before it is used; of one that is made for less than that, a fifth. */
const MARGIN_MS = 60_000;
const MARGIN_SHARE = 0.2;

/** `Accounts` of the gateway. */
export class LiveAccounts implements Accounts {
  readonly user: Store<User | undefined>;
  private readonly session: SessionStore;
  private readonly http: FetchHttp;
  private refreshing: Promise<KeptSession> | undefined;

  constructor(private readonly options: AccountsOptions) {
    const url = addressOf(options.url);
    this.session = new SessionStore(`lyceum:session:${url}`, options.storage);
    this.http = new FetchHttp(url, (refused) => this.token(refused === undefined ? undefined : this.session.get()?.token));
    const { session } = this;
    this.user = { get: () => session.get()?.user, subscribe: session.subscribe };
  }

  readonly token = async (refused?: string): Promise<string> => {
    const session = this.session.read();
    if (session === undefined) throw signedOut();
    if (session.token !== refused && lasts(session)) return session.token;
    this.refreshing ??= this.refresh(session).finally(() => (this.refreshing = undefined));
    return (await this.refreshing).token;
  };

  async register(registration: Registration): Promise<User> {
    return this.signIn('/api/auth/register', registration);
  }

  async login(credentials: { username: string; password: string }): Promise<User> {
    return this.signIn('/api/auth/login', credentials);
  }

  async logout(): Promise<void> {
    try {
      await this.http.json('/api/auth/logout', { method: 'POST' });
    } catch (error) {
      this.options.logger?.warn('The server was not told of the sign-out', error);
    } finally {
      this.session.set(undefined);
    }
  }

  async logoutEverywhere(): Promise<void> {
    await this.http.json('/api/auth/logout-all', { method: 'POST' });
    this.session.set(undefined);
  }

  async changePassword(passwords: { currentPassword: string; newPassword: string }): Promise<void> {
    this.session.set(keep(await this.http.json<SignedIn>('/api/auth/password', { method: 'POST', body: passwords })));
  }

  me(): Promise<Account> {
    return this.http.json('/api/auth/me');
  }

  async sessions(): Promise<LoginSession[]> {
    return (await this.http.json<{ sessions: LoginSession[] }>('/api/auth/sessions')).sessions;
  }

  async endSession(sid: string): Promise<void> {
    await this.http.json(`/api/auth/sessions/${encodeURIComponent(sid)}`, { method: 'DELETE' });
  }

  close(): void {
    this.session.close();
  }

  private async signIn(path: string, body: object): Promise<User> {
    const signedIn = await this.http.json<SignedIn>(path, { method: 'POST', body, anonymous: true });
    this.session.set(keep(signedIn));
    return signedIn.user;
  }

  /** One tab refreshes for all: a refresh token that is shown twice ends the login. */
  private refresh(stale: KeptSession): Promise<KeptSession> {
    const { storage } = this.options;
    return oneAtATime(`lyceum:refresh:${this.http.url}`, storage, async () => {
      const session = this.session.read();
      if (session === undefined) throw signedOut();
      // Another tab was faster.
      if (session.refreshToken !== stale.refreshToken) return session;
      try {
        const { refreshToken } = session;
        const body = { refreshToken };
        const renewed = keep(await this.http.json<SignedIn>('/api/auth/refresh', { method: 'POST', body, anonymous: true }));
        this.session.set(renewed);
        return renewed;
      } catch (thrown) {
        const error = LyceumError.from(thrown);
        if (!error.retryable) this.session.set(undefined);
        throw error;
      }
    });
  }
}

function lasts({ expiresAt, lifetimeMs }: KeptSession): boolean {
  return expiresAt - Date.now() > Math.min(MARGIN_MS, lifetimeMs * MARGIN_SHARE);
}

function signedOut(): LyceumError {
  return new LyceumError({ code: 'UNAUTHENTICATED', message: 'Sign in first.', retryable: false });
}
