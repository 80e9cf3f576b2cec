import { AppError } from '../../common/index.js';

/** Before that nobody can say how fast it is. */
const FAIR_MS = 5_000;

/** Ends an upload that takes too long or stands still. */
export class UploadClock {
  private readonly ending = new AbortController();
  private readonly begun = performance.now();
  private bytes = 0;
  private readonly total: NodeJS.Timeout;
  private readonly idle: NodeJS.Timeout;

  constructor({ uploadMs, uploadIdleMs }: { readonly uploadMs: number; readonly uploadIdleMs: number }) {
    this.total = setTimeout(() => {
      this.end(new AppError('INVALID', { message: 'The upload took too long. Try again over a faster connection.' }));
    }, uploadMs).unref();
    this.idle = setTimeout(() => {
      this.end(new AppError('INVALID', { message: 'The upload stood still for too long. Try again.' }));
    }, uploadIdleMs).unref();
  }

  get signal(): AbortSignal {
    return this.ending.signal;
  }

  readonly progressed = (bytes: number): void => {
    this.bytes += bytes;
    this.idle.refresh();
  };

  /** Bytes a second since it began; of one that has just begun as many as there could be. */
  get pace(): number {
    const ms = performance.now() - this.begun;
    return ms < FAIR_MS ? Infinity : (this.bytes / ms) * 1_000;
  }

  end(reason: AppError): void {
    this.stop();
    this.ending.abort(reason);
  }

  stop(): void {
    clearTimeout(this.total);
    clearTimeout(this.idle);
  }
}
