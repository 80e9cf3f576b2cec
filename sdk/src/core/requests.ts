import type { Answer, AnswerOf, CommandName, PayloadOf } from '../../../src/protocol/index.js';
import { backoff, pause } from './backoff.js';
import type { ConnectionStatus } from './connection-status.js';
import { LyceumError } from './error.js';
import type { Store } from './store.js';
import type { RequestOptions } from './wire.js';

/** What is done once more by asking once more, or must not come late. */
const ONCE: ReadonlySet<CommandName> = new Set([
  'auth:refresh',
  'rooms:create',
  'rooms:announce',
  'rooms:rotate-code',
  'chat:send',
  'chat:typing',
  'calls:start',
  'calls:accept',
  'calls:signal',
  'help:request',
  'help:accept',
]);
/** What passes by itself. A full or locked room may too, but people should hear of it. */
const PASSING: ReadonlySet<string> = new Set(['RATE_LIMITED', 'UNAVAILABLE', 'DRAINING', 'OFFLINE']);
const LONGEST_PAUSE_MS = 4_000;

/** What requests go over. */
export interface Asked {
  readonly status: Store<ConnectionStatus>;
  ask(command: string, payload: unknown, answered: (answer: Answer<unknown>) => void): void;
}

/** Commands and their one answer each. */
export class Requests {
  private readonly open = new Set<(error: LyceumError) => void>();

  constructor(
    private readonly line: Asked,
    private readonly timeoutMs: number,
  ) {}

  async make<C extends CommandName>(command: C, payload: PayloadOf<C>, options: RequestOptions = {}): Promise<AnswerOf<C>> {
    const stop = new AbortController();
    const giveUp = (): void => stop.abort(LyceumError.from(options.signal?.reason));
    const timer = setTimeout(() => stop.abort(LyceumError.timeout()), options.timeoutMs ?? this.timeoutMs);
    options.signal?.addEventListener('abort', giveUp);
    try {
      if (options.signal?.aborted === true) giveUp();
      return (await this.tried(command, payload, stop.signal)) as AnswerOf<C>;
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', giveUp);
    }
  }

  /** The connection is lost: nobody will answer. */
  fail(error: LyceumError): void {
    for (const reject of [...this.open]) reject(error);
  }

  /** Offline it fails at once; what was lost on the way waits for the reconnect. */
  private async tried(command: CommandName, payload: unknown, signal: AbortSignal): Promise<unknown> {
    let wasAsked = false;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.connected(signal, wasAsked);
        wasAsked = true;
        return await this.ask(command, payload, signal);
      } catch (thrown) {
        const error = LyceumError.from(thrown);
        if (!wasAsked || signal.aborted || ONCE.has(command) || !PASSING.has(error.code)) throw error;
        await pause(error.retryAfterMs ?? backoff(attempt, LONGEST_PAUSE_MS), signal).catch(() => {
          throw error;
        });
      }
    }
  }

  /** `patient`: also while the next attempt to connect is waited for. */
  private connected(signal: AbortSignal, patient: boolean): Promise<void> {
    const { status } = this.line;
    return this.until(signal, (resolve, reject) => {
      const look = (): void => {
        const { state, error } = status.get();
        if (state === 'connected') resolve(undefined);
        else if (state === 'closed') reject(error ?? LyceumError.closed());
        else if (state === 'offline' && !patient) reject(LyceumError.offline());
      };
      const unsubscribe = status.subscribe(look);
      look();
      return unsubscribe;
    });
  }

  private ask(command: CommandName, payload: unknown, signal: AbortSignal): Promise<unknown> {
    return this.until(signal, (resolve, reject) => {
      this.open.add(reject);
      this.line.ask(command, payload, (answer) => {
        if (answer.ok) resolve(answer.data);
        else reject(new LyceumError(answer.error));
      });
      return () => this.open.delete(reject);
    });
  }

  /** A promise that ends with the signal at the latest, and then undoes what it began. */
  private async until<T>(
    signal: AbortSignal,
    begin: (resolve: (value: T) => void, reject: (error: LyceumError) => void) => () => unknown,
  ): Promise<T> {
    signal.throwIfAborted();
    let undo: (() => unknown) | undefined;
    let abort: (() => void) | undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        abort = () => reject(signal.reason as LyceumError);
        signal.addEventListener('abort', abort);
        undo = begin(resolve, reject);
      });
    } finally {
      if (abort !== undefined) signal.removeEventListener('abort', abort);
      undo?.();
    }
  }
}
