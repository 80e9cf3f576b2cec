/** A token that ran out is honoured this long, so that a refresh in time loses nothing. */
export const EXPIRY_GRACE_MS = 30_000;
/** The client hears of it this long before. */
export const EXPIRY_NOTICE_MS = 60_000;

/** What setTimeout can count to; longer waits are made of several. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The clock of one connection's token: tells when it is about to run out, and when it has. */
export class ExpiryClock {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly onNotice: (expiresAt: number) => void,
    private readonly onExpired: () => void,
  ) {}

  /** Begins to count, or begins anew after a refresh. */
  set(expiresAt: number | null): void {
    clearTimeout(this.timer);
    if (expiresAt === null) return;
    this.wait(expiresAt - EXPIRY_NOTICE_MS, () => {
      this.onNotice(expiresAt);
      this.wait(expiresAt + EXPIRY_GRACE_MS, this.onExpired);
    });
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private wait(until: number, then: () => void): void {
    const left = until - Date.now();
    const isLast = left <= LONGEST_TIMEOUT_MS;
    this.timer = setTimeout(
      isLast
        ? then
        : () => {
            this.wait(until, then);
          },
      Math.max(0, Math.min(left, LONGEST_TIMEOUT_MS)),
    ).unref();
  }
}
