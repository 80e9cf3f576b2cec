import type { SignalType } from '../../../src/protocol/index.js';
import { pause } from '../core/backoff.js';
import { LyceumError } from '../core/error.js';
import type { Wire } from '../core/wire.js';

const PASSING: ReadonlySet<string> = new Set(['OFFLINE', 'TIMEOUT', 'RATE_LIMITED', 'UNAVAILABLE', 'DRAINING']);
/** After these nothing of the call can be said by this connection any more. */
const FINAL: ReadonlySet<string> = new Set(['CALL_ENDED', 'CALL_NOT_FOUND', 'FORBIDDEN']);
const AGAIN_MS = 300;

interface Signal {
  readonly to: string | undefined;
  readonly type: SignalType;
  readonly data: unknown;
}

/** Brings what the media says to the others: not before the call is known, and once more where the connection was lost. */
export class SignalPost {
  private callId: string | undefined;
  private waiting: Signal[] = [];
  private readonly stop = new AbortController();
  /** Descriptions go one after the other; candidates may overtake each other. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly wire: Wire,
    private readonly refused: (error: LyceumError) => void,
  ) {}

  open(callId: string): void {
    this.callId = callId;
    for (const signal of this.waiting.splice(0)) this.send(signal);
  }

  send(signal: Signal): void {
    const { callId } = this;
    if (this.isOver()) return;
    if (callId === undefined) this.waiting.push(signal);
    else if (signal.type === 'candidate') void this.bring(callId, signal);
    else this.last = this.last.then(() => this.bring(callId, signal));
  }

  close(): void {
    this.stop.abort(LyceumError.closed());
    this.waiting = [];
  }

  private isOver(): boolean {
    return this.stop.signal.aborted;
  }

  private async bring(callId: string, { to, type, data }: Signal): Promise<void> {
    const { signal } = this.stop;
    while (!this.isOver()) {
      try {
        await this.connected();
        if (this.isOver()) return;
        await this.wire.request('calls:signal', { callId, type, data, ...(to === undefined ? {} : { to: { id: to } }) });
        return;
      } catch (thrown) {
        const error = LyceumError.from(thrown);
        if (!PASSING.has(error.code)) {
          this.wire.logger.debug('A signal was refused', type, error);
          if (FINAL.has(error.code) && !this.isOver()) this.refused(error);
          return;
        }
        await pause(error.retryAfterMs ?? AGAIN_MS, signal).catch(() => undefined);
      }
    }
  }

  private connected(): Promise<void> {
    const { connection } = this.wire;
    return new Promise((resolve) => {
      const look = (): void => {
        if (connection.get().state !== 'connected' && !this.isOver()) return;
        unsubscribe();
        this.stop.signal.removeEventListener('abort', look);
        resolve();
      };
      const unsubscribe = connection.subscribe(look);
      this.stop.signal.addEventListener('abort', look);
      look();
    });
  }
}
