const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Exponential, with full jitter: a thousand clients that lost the same server don't come back at once. */
export function backoff(attempt: number, longestMs = LONGEST_MS): number {
  return Math.random() * Math.min(longestMs, FIRST_MS * 2 ** Math.min(attempt, 16));
}

/** Waits that long, or until the signal; then rejects with its reason. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
