const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 12 * 3_600_000;
const GROWTH = 5;
/** Over nearly three days. */
const MOST_ATTEMPTS = 12;
/** Of the pause, to either side: what failed together must not come back together. */
const JITTER = 0.2;

/**
 * Milliseconds until the next attempt, after so many; undefined after the last. `afterMs` is what the service asked for, and is kept
 * where it is not unreasonable.
 */
export function pauseAfter(attempts: number, afterMs = 0, random: () => number = Math.random): number | undefined {
  if (attempts >= MOST_ATTEMPTS) return undefined;
  const pause = Math.min(FIRST_PAUSE_MS * GROWTH ** (attempts - 1), LONGEST_PAUSE_MS);
  const spread = pause * (1 - JITTER + 2 * JITTER * random());
  return Math.round(Math.max(spread, Math.min(afterMs, LONGEST_PAUSE_MS)));
}
