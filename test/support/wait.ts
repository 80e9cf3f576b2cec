import { setTimeout as delay } from 'node:timers/promises';

/** Rejects, and says what, when it takes longer than that. */
export async function within<T>(ms: number, what: string, event: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = delay(ms, undefined, { signal: done.signal }).then(() => {
    throw new Error(`${what}: not within ${ms} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([event, late]);
  } finally {
    done.abort();
  }
}

/** Asks again until it does not reject any more; at the deadline, far off for machines that are busy, its last rejection counts. */
export async function eventually<T>(act: () => Promise<T>, withinMs = 10_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(50);
    }
  }
}
