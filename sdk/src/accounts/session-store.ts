import type { User } from '../../../src/protocol/index.js';
import type { ClientStorage } from '../core/surroundings.js';
import { Cell } from '../core/store.js';

/** What registering, logging in and refreshing answer. */
export interface SignedIn {
  token: string;
  user: User;
  /** ISO 8601, by the server's clock. */
  expiresAt: string;
  refreshToken: string;
  refreshExpiresAt: string;
}

/** A login as it is kept. */
export interface KeptSession {
  readonly token: string;
  readonly refreshToken: string;
  readonly user: User;
  /** When the token expires, by this device's clock. */
  readonly expiresAt: number;
  readonly lifetimeMs: number;
}

/** The login of this browser: kept for all tabs, and heard of when another one changes it. */
export class SessionStore extends Cell<KeptSession | undefined> {
  constructor(
    private readonly key: string,
    private readonly storage: ClientStorage | undefined,
  ) {
    super(undefined);
    this.read();
    if (typeof addEventListener === 'function') addEventListener('storage', this.changedElsewhere);
  }

  /** What is kept now: another tab may have changed it a moment ago. */
  read(): KeptSession | undefined {
    if (this.storage === undefined) return this.get();
    const before = this.get();
    const now = parse(this.storage.getItem(this.key));
    // By the refresh token: of access tokens two of one second are alike.
    if (now?.refreshToken !== before?.refreshToken) super.set(now);
    return this.get();
  }

  override set(session: KeptSession | undefined): void {
    if (session === undefined) this.storage?.removeItem(this.key);
    else this.storage?.setItem(this.key, JSON.stringify(session));
    super.set(session);
  }

  close(): void {
    if (typeof removeEventListener === 'function') removeEventListener('storage', this.changedElsewhere);
  }

  private readonly changedElsewhere = ({ key }: StorageEvent): void => {
    if (key === this.key || key === null) this.read();
  };
}

function parse(text: string | null): KeptSession | undefined {
  try {
    return text === null ? undefined : (JSON.parse(text) as KeptSession);
  } catch {
    return undefined;
  }
}

/** How long the token lives is told by itself, so that a device whose clock is wrong counts right. */
export function keep({ token, refreshToken, user, expiresAt }: SignedIn): KeptSession {
  const lifetimeMs = lifetimeOf(token) ?? Date.parse(expiresAt) - Date.now();
  return { token, refreshToken, user, expiresAt: Date.now() + lifetimeMs, lifetimeMs };
}

function lifetimeOf(token: string): number | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { iat, exp } = JSON.parse(atob(payload)) as { iat?: number; exp?: number };
    return iat === undefined || exp === undefined ? undefined : (exp - iat) * 1000;
  } catch {
    return undefined;
  }
}
