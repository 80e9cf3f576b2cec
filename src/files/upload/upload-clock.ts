import { AppError } from '../../common/index.js';

/** Ends an upload that takes too long or stands still. */
export class UploadClock {
  private readonly ending = new AbortController();
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

  readonly progressed = (): void => {
    this.idle.refresh();
  };

  end(reason: AppError): void {
    this.stop();
    this.ending.abort(reason);
  }

  stop(): void {
    clearTimeout(this.total);
    clearTimeout(this.idle);
  }
}
