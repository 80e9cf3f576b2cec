import { AppError } from '../common/index.js';

/** How soon one may come free. */
const RETRY_MS = 1_000;

interface Most {
  readonly perUser: number;
  readonly atOnce: number;
  /** Who has too many is told so. */
  readonly tooMany: string;
}

/** How many of a kind of transfers are under way on this node, of each person and of all. */
export class Slots {
  private readonly ofUser = new Map<string, number>();
  private all = 0;

  constructor(private readonly most: Most) {}

  /** Throws `RATE_LIMITED` when the person has too many under way, `UNAVAILABLE` when all together have. */
  take(userId: string): void {
    const own = this.ofUser.get(userId) ?? 0;
    if (own >= this.most.perUser) throw new AppError('RATE_LIMITED', { message: this.most.tooMany, retryAfterMs: RETRY_MS });
    if (this.all >= this.most.atOnce) throw new AppError('UNAVAILABLE', { retryAfterMs: RETRY_MS });
    this.ofUser.set(userId, own + 1);
    this.all += 1;
  }

  giveBack(userId: string): void {
    const own = this.ofUser.get(userId) ?? 0;
    if (own > 1) this.ofUser.set(userId, own - 1);
    else this.ofUser.delete(userId);
    this.all -= 1;
  }
}
