import { AppError } from '../../common/index.js';

/** How soon one may come free. */
const RETRY_MS = 1_000;

interface Slots {
  readonly uploadsPerUser: number;
  readonly uploadsAtOnce: number;
}

/** How many uploads are under way on this node, of each person and of all. */
export class UploadSlots {
  private readonly ofUser = new Map<string, number>();
  private all = 0;

  constructor(private readonly most: Slots) {}

  /** Throws `RATE_LIMITED` when the person has too many under way, `UNAVAILABLE` when all together have. */
  take(userId: string): void {
    const own = this.ofUser.get(userId) ?? 0;
    if (own >= this.most.uploadsPerUser) {
      throw new AppError('RATE_LIMITED', { message: 'Too many of your uploads are under way.', retryAfterMs: RETRY_MS });
    }
    if (this.all >= this.most.uploadsAtOnce) throw new AppError('UNAVAILABLE', { retryAfterMs: RETRY_MS });
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
