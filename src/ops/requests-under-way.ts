import type { IncomingMessage, ServerResponse } from 'node:http';

/** The HTTP requests that are being answered, so that a stop can wait for them. */
export class RequestsUnderWay {
  private count = 0;
  private readonly waiting: (() => void)[] = [];

  readonly middleware = (_request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    this.count += 1;
    response.once('close', () => {
      this.count -= 1;
      if (this.count === 0) for (const resolve of this.waiting.splice(0)) resolve();
    });
    next();
  };

  /** Resolves when none is left, or after so many milliseconds. */
  async settled(withinMs: number): Promise<void> {
    if (this.count === 0) return;
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      setTimeout(resolve, withinMs).unref();
    });
  }
}
