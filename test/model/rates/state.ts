import { CountingWindow } from './window.js';

/** A limit of each person: what counts there, and how it is configured. */
export const LIMITS = {
  send: { points: 12, ms: 2_000 },
  read: { points: 6, ms: 1_000 },
  create: { points: 5, ms: 3_600_000 },
} as const;
export type Limit = keyof typeof LIMITS;

export const RATES = {
  RATE_SEND_BURST: '12',
  RATE_SEND_PER_SECOND: '6',
  RATE_READ_PER_SECOND: '6',
  RATE_CREATE_PER_HOUR: '5',
} as const;

/** Who counts: all nodes together, or one that is cut off from them. */
type Counter = 'all' | number;

/** Which windows the limits of everybody are in. */
export class RatesState {
  /** The node that counts by itself. */
  alone: number | undefined;
  private readonly windows = new Map<string, CountingWindow>();

  constructor(
    readonly people: readonly string[],
    /** By the place of the device. */
    readonly owners: readonly string[],
  ) {}

  windowOf(person: string, limit: Limit, counter: Counter): CountingWindow {
    const key = JSON.stringify([person, limit, counter]);
    const { points, ms } = LIMITS[limit];
    const window = this.windows.get(key) ?? new CountingWindow(points, ms);
    this.windows.set(key, window);
    return window;
  }
}
