const WINDOW_MS = 1_000;

interface Window {
  readonly endsAt: number;
  frames: number;
}

/**
 * How many frames one connection may send within a second, from its first one on. Every frame is counted, so that it is done without a timer
 * or a promise for each: a count is forgotten with its connection, and begun anew by the first frame after its end.
 */
export class FrameRate {
  private readonly windows = new WeakMap<object, Window>();

  constructor(private readonly perSecond: number) {}

  /** Counts one frame. Gives how long, in milliseconds, the next may have to wait where it is one too many; else 0. */
  take(connection: object): number {
    const now = performance.now();
    const window = this.windows.get(connection);
    if (window === undefined || window.endsAt <= now) {
      this.windows.set(connection, { endsAt: now + WINDOW_MS, frames: 1 });
      return 0;
    }
    window.frames += 1;
    return window.frames > this.perSecond ? Math.ceil(window.endsAt - now) : 0;
  }
}
