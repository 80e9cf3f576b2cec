import { setTimeout as delay } from 'node:timers/promises';
import { isUnavailable } from './error-classification.js';

export interface RetryLimits {
  /** How often it is tried in all. Default 5. */
  attempts?: number;
  /** Milliseconds after which no further attempt begins. Default 2,500. */
  withinMs?: number;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 800;

/**
 * Does the work again while the database is unavailable. Only for work that may be done twice: an attempt whose answer was lost
 * may have been committed. Throws the last error when the limits are reached.
 */
export async function retryIdempotent<T>(
  work: () => Promise<T>,
  { attempts = 5, withinMs = 2_500 }: RetryLimits = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      // Half of the pause is random, so that those who failed together don't come back together.
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
      if (!isUnavailable(error) || attempt >= attempts || performance.now() + pause > deadline) throw error;
      await delay(pause);
    }
  }
}
