import { useSyncExternalStore } from 'react';

/** One clock for all who show the time, which stands still while nobody does. */
class Clock {
  private now = Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly stepMs: number) {}

  readonly get = (): number => {
    // While nobody watches it stands still, and would show the first one a time long past.
    if (this.timer === undefined && Date.now() - this.now >= this.stepMs) this.now = Date.now();
    return this.now;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.timer === undefined) {
      this.now = Date.now();
      this.timer = setInterval(() => this.tick(), this.stepMs);
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };

  private tick(): void {
    this.now = Date.now();
    for (const listener of this.listeners) listener();
  }
}

const halfMinutes = new Clock(30_000);
const seconds = new Clock(1_000);

/** The time, exact to half a minute. */
export function useNow(): number {
  return useSyncExternalStore(halfMinutes.subscribe, halfMinutes.get);
}

/** The time, exact to a second: for what is counted while somebody watches. */
export function useSeconds(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.get);
}
