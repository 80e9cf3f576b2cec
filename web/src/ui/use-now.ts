import { useSyncExternalStore } from 'react';

/** One clock for all who show it; it goes only while somebody does. */
class Clock {
  private now = Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly stepMs: number) {}

  readonly get = (): number => this.now;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    // It stood still meanwhile.
    if (this.timer === undefined) this.now = Date.now();
    this.timer ??= setInterval(() => this.step(), this.stepMs);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };

  private step(): void {
    this.now = Date.now();
    for (const each of this.listeners) each();
  }
}

const halfMinutes = new Clock(30_000);
const seconds = new Clock(1_000);

/** The time, exact to half a minute. */
export function useNow(): number {
  return useSyncExternalStore(halfMinutes.subscribe, halfMinutes.get);
}

/** The time, exact to a second: for what counts seconds alone. */
export function useSecond(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.get);
}
