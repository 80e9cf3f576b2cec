import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../common/index.js';
import type { Transaction } from '../../database/index.js';
import { ERRORS } from '../../protocol/index.js';
import { IdempotencyRepository, type Claim, type Held, type Standing } from './idempotency.repository.js';

/** One request, named by its `Idempotency-Key`. */
export interface Asked {
  readonly apiKeyId: string;
  readonly key: string;
  readonly digest: Buffer;
  /** Its answer is not kept: a repeat does it again. */
  readonly isMadeAnew: boolean;
}

/** One of perhaps several attempts at what is asked for. */
export interface Attempt {
  /** The same for all of them, so that what one of them may have done can be found again. */
  readonly operation: string;
  /**
   * For what can't be found again: keeps the answer in the transaction that does it all, so that nobody does it once more, whatever dies then.
   * Throws `UNAVAILABLE` where another attempt has taken it up meanwhile.
   */
  settle(tx: Transaction, answer: unknown): Promise<void>;
}

type Work = (attempt: Attempt) => Promise<unknown>;

/** An attempt that takes longer than this has died. */
const CLAIM_SECONDS = 60;
/** How long a repeat waits for the first to be done, and how often it looks. */
const PATIENCE_MS = 10_000;
const FIRST_LOOK_MS = 25;
const LOOK_MS = 250;
/** Repeats that wait on this node. */
const WAITING = 100;

/** Does what is asked for once, however often, and on however many nodes, it is asked for. */
@Injectable()
export class Idempotency {
  private readonly logger = new Logger('ServerApi');
  private waiting = 0;

  constructor(private readonly repository: IdempotencyRepository) {}

  /**
   * The first answer again where there is one; a repeat that comes while the first is under way waits for it. What was refused
   * is tried again. Throws `IDEMPOTENCY_CONFLICT` for another request, `UNAVAILABLE` where the first takes too long.
   */
  async once(asked: Asked, work: Work): Promise<unknown> {
    const claim: Claim = {
      apiKeyId: asked.apiKeyId,
      keyHash: createHash('sha256').update(asked.key).digest(),
      digest: asked.digest,
    };
    const deadline = performance.now() + PATIENCE_MS;
    for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(lookMs * 2, LOOK_MS)) {
      const held = await this.repository.claim(claim, CLAIM_SECONDS);
      if (held !== undefined) return this.attempt(held, asked.isMadeAnew, work);
      const standing = await this.repository.find(claim);
      if (standing !== undefined && !standing.digest.equals(asked.digest)) throw new AppError('IDEMPOTENCY_CONFLICT');
      if (standing?.isFinished === true) {
        return standing.answer === null ? work(madeAnew(standing)) : (JSON.parse(standing.answer) as unknown);
      }
      if (performance.now() + lookMs > deadline || this.waiting >= WAITING) throw underWay();
      await this.wait(lookMs);
    }
  }

  private async attempt(held: Held, isMadeAnew: boolean, work: Work): Promise<unknown> {
    let answer: unknown;
    try {
      answer = await work({ operation: held.operation, settle: (tx, settled) => this.settle(tx, held, settled) });
    } catch (error) {
      await this.note(() => (isRefusal(error) ? this.repository.forget(held) : this.repository.letGo(held)));
      throw error;
    }
    const kept = isMadeAnew ? null : JSON.stringify(answer ?? null);
    await this.note(() => this.repository.finish(held, kept));
    return answer;
  }

  private async settle(tx: Transaction, held: Held, answer: unknown): Promise<void> {
    if (!(await this.repository.settle(tx, held, JSON.stringify(answer)))) throw underWay();
  }

  private async wait(ms: number): Promise<void> {
    this.waiting += 1;
    try {
      await pause(ms);
    } finally {
      this.waiting -= 1;
    }
  }

  /** What was done is done, whether it can be noted or not; then the claim runs out by itself. */
  private async note(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn({ err: error }, 'What became of a request could not be noted');
    }
  }
}

/** Whether nothing was done, for certain. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code !== 'INTERNAL' && !(ERRORS[error.code].status >= 500);
}

/** It keeps no answer, so that there is nothing to settle. */
function madeAnew({ operation }: Standing): Attempt {
  return { operation, settle: () => Promise.resolve() };
}

function underWay(): AppError {
  return new AppError('UNAVAILABLE', {
    message: 'The first request with this Idempotency-Key is still under way. Send it again.',
    retryAfterMs: 1_000,
  });
}
