/**
 * A live value. It fits React's `useSyncExternalStore` and any other framework: `get` gives the same object until something changes,
 * and what it gave is never changed afterwards.
 */
export interface Store<T> {
  /** The value as it is now. */
  readonly get: () => T;
  /** Calls the listener after each change, until the function it returns is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A store that its owner writes to. */
export class Cell<T> implements Store<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  readonly get = (): T => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.subscribed();
    // Wrapped: the same function may be subscribed twice, and each is ended by itself.
    const own = (): void => listener();
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  };

  /** Somebody is about to listen: the time to fetch what is not there yet. */
  protected subscribed(): void {}

  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const listener of [...this.listeners]) listener();
  }

  /** Puts other values into some fields; nothing is told where they are what they were. */
  patch(fields: Partial<T>): void {
    const names = Object.keys(fields) as (keyof T)[];
    if (names.some((name) => !Object.is(fields[name], this.value[name]))) this.set({ ...this.value, ...fields });
  }
}
