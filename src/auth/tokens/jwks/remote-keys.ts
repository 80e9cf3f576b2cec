import { Logger } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { performance } from 'node:perf_hooks';
import { AppError } from '../../../common/index.js';

/** After so long the keys are asked for anew: what the issuer has withdrawn ends here too. */
const MAX_AGE_MS = 600_000;

/** Time between two questions: whoever makes up key names must not have us ask for each. */
const PAUSE_MS = 30_000;

/** As long as there are no keys at all nobody can come in, so it is asked more often. */
const FIRST_PAUSE_MS = 5_000;

/**
 * The public keys of an issuer. They are kept, and used on while the issuer can't be reached. `createRemoteJWKSet` of `jose` would ask
 * for each token anew while it fails, and forget good keys.
 */
export class RemoteKeys {
  private readonly logger = new Logger('Issuer');
  private keys: JWTVerifyGetKey | undefined;
  private loadedAt = -Infinity;
  private askedAt = -Infinity;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly fetchKeys: () => Promise<JSONWebKeySet>,
    /** Milliseconds that only grow. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The key that a token names. Rejects with `UNAVAILABLE` when no keys could ever be had. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.now() - this.loadedAt > MAX_AGE_MS) await this.refresh();
    const keys = this.known();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    // A key that was made since.
    await this.refresh();
    return this.known()(header, token);
  };

  private known(): JWTVerifyGetKey {
    if (this.keys !== undefined) return this.keys;
    throw new AppError('UNAVAILABLE', {
      message: 'Nobody can be asked right now whether this token is good. Try again shortly.',
    });
  }

  /** Asks, if it is time to, or waits for the answer to a question that is on its way. */
  private async refresh(): Promise<void> {
    const pause = this.keys === undefined ? FIRST_PAUSE_MS : PAUSE_MS;
    if (this.asking === undefined && this.now() - this.askedAt >= pause) {
      this.askedAt = this.now();
      this.asking = this.ask();
    }
    await this.asking;
  }

  private async ask(): Promise<void> {
    try {
      this.keys = createLocalJWKSet(await this.fetchKeys());
      this.loadedAt = this.now();
    } catch (error) {
      this.logger.warn({ reason: reasonOf(error) }, 'The keys at JWKS_URL could not be had');
    } finally {
      this.asking = undefined;
    }
  }
}

/** `fetch` hides what happened in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
