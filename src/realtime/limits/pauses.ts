/** Failures are remembered for so long after the first. */
export const MEMORY_MS = 900_000;
export const LONGEST_PAUSE_MS = 300_000;

/** Attempts that fail: a few are free, then each makes the pause after it twice as long, up to a longest. */
export interface Pauses {
  /** Whether pauses have begun. */
  isSlowed(key: string): boolean | Promise<boolean>;
  /** Counts as failed until `takeBack` or `forget`. Throws `RATE_LIMITED` while a pause runs; that counts for nothing. */
  attempt(key: string): void | Promise<void>;
  takeBack(key: string): void | Promise<void>;
  forget(key: string): void | Promise<void>;
}
