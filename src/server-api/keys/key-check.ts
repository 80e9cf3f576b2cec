import { Injectable, Logger } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { secretHash } from '../../auth/index.js';
import { AppError, networkOf } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Limiters, orRateLimited } from '../../realtime/index.js';
import { ApiKeyRepository, type KeyRow } from './api-key.repository.js';
import { readKeyText, type KeyText } from './key-text.js';
import { KnownKeys, type Found } from './known-keys.js';
import type { Scope } from '../../protocol/index.js';

/** The key that a request showed. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** A good secret of a key that is not good any more: whose it is can be kept. */
export class KeyRefused extends AppError {
  constructor(
    readonly keyId: string,
    message: string,
  ) {
    super('UNAUTHENTICATED', { message });
  }
}

/** Keys that are none, of one network in so many seconds. */
const FAILURES = 30;
const MEMORY_SECONDS = 600;

/** Tells whose key it is, and how often one may be used. */
@Injectable()
export class KeyCheck {
  private readonly logger = new Logger('ServerApi');
  private readonly failures: RateLimiterAbstract;
  private readonly uses: RateLimiterAbstract;

  constructor(
    { serverApi }: AppConfig,
    private readonly known: KnownKeys,
    private readonly keys: ApiKeyRepository,
    limiters: Limiters,
  ) {
    this.failures = limiters.window({ name: 'api-key-failures', points: FAILURES, seconds: MEMORY_SECONDS });
    this.uses = limiters.window({ name: 'api-key', points: serverApi.requestsPerSecond, seconds: 1 });
  }

  /** Throws `UNAUTHENTICATED`, and `RATE_LIMITED` after too many keys that were none, or too many requests with this one. */
  async admit(text: string | undefined, address: string): Promise<ApiKey> {
    const key = await this.verify(text, networkOf(address));
    await orRateLimited(this.uses.consume(key.id));
    if (key.isUnseen) this.noteUse(key.id);
    return key;
  }

  /** Whether `admit` may let it in, of which nothing is counted or kept here. */
  async isGood(text: string | undefined, address: string): Promise<boolean> {
    const shown = text === undefined ? undefined : readKeyText(text);
    if (shown === undefined || (await this.pauseOf(networkOf(address), shown)) > 0) return false;
    const key = await this.find(shown);
    return key !== undefined && !key.isRevoked && !key.hasExpired;
  }

  private async verify(text: string | undefined, network: string): Promise<KeyRow> {
    const shown = text === undefined ? undefined : readKeyText(text);
    const retryAfterMs = await this.pauseOf(network, shown);
    if (retryAfterMs > 0) throw new AppError('RATE_LIMITED', { retryAfterMs });
    const key = shown && (await this.find(shown));
    if (key === undefined) {
      return this.refuse(network, new AppError('UNAUTHENTICATED', { message: 'Send an API key: Authorization: Bearer lyk_…' }));
    }
    if (key.isRevoked) return this.refuse(network, new KeyRefused(key.id, 'This API key was revoked.'));
    if (key.hasExpired) return this.refuse(network, new KeyRefused(key.id, 'This API key has expired.'));
    return key;
  }

  /** By its id and its secret. */
  private async find({ id, secret }: KeyText): Promise<Found | undefined> {
    const key = await this.known.find(id);
    return key !== undefined && timingSafeEqual(secretHash(secret), key.secretHash) ? key : undefined;
  }

  /** How long the network must wait that has shown too many keys that were none. */
  private async pauseOf(network: string, shown: KeyText | undefined): Promise<number> {
    // A key that was good before goes on: another program on that machine may be the one that has a wrong one.
    if (shown !== undefined && this.known.has(shown.id)) return 0;
    const failed = await this.failures.get(network);
    if (failed === null || failed.consumedPoints < FAILURES) return 0;
    return Math.max(1, failed.msBeforeNext);
  }

  private async refuse(network: string, refusal: AppError): Promise<never> {
    await orRateLimited(this.failures.consume(network));
    throw refusal;
  }

  /** Nobody waits for it. */
  private noteUse(id: string): void {
    this.known.noted(id);
    this.keys.noteUse(id).catch((error: unknown) => {
      this.logger.debug({ err: error }, 'The use of an API key could not be noted');
    });
  }
}
