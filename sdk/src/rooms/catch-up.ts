import type { RoomTarget } from '../../../src/protocol/index.js';
import { backoff } from '../core/backoff.js';
import { LyceumError } from '../core/error.js';
import type { Wire } from '../core/wire.js';
import type { MessageLog } from './log/message-log.js';

/** Facts come in order; an answer may overtake them by a moment. */
const GAP_MS = 250;
/** Past it the newest page is nearer than all that was missed. */
const LONG_GAP = 3_000;
const LONGEST_PAUSE_MS = 15_000;

/** What it works on. */
export interface CatchingUp {
  readonly log: MessageLog;
  room(): RoomTarget;
  readonly historyLimit: number;
  /** Something was added. */
  changed(): void;
  /** Nothing is missing any more. */
  caughtUp(): void;
}

/** Gets what is missing: the newest page at first, then every change since the last one known. */
export class CatchUp {
  private wanted = false;
  private isRunning = false;
  private attempt = 0;
  private lastSeq = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly wire: Wire,
    private readonly of: CatchingUp,
  ) {}

  /** The room was joined when that was its last number: facts come for all after it. */
  begin(lastSeq: number): void {
    this.lastSeq = lastSeq;
    this.run();
  }

  /** A fact came that others must come before. */
  noticeGap(): void {
    if (!this.of.log.hasGap || this.isRunning) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.of.log.hasGap) this.run();
    }, GAP_MS);
  }

  stop(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private run(): void {
    this.stop();
    this.wanted = true;
    if (!this.isRunning) void this.passes();
  }

  private async passes(): Promise<void> {
    this.isRunning = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        await this.pass();
      }
      this.attempt = 0;
      this.of.caughtUp();
    } catch (thrown) {
      this.fail(LyceumError.from(thrown));
    } finally {
      this.isRunning = false;
    }
    this.noticeGap();
  }

  private async pass(): Promise<void> {
    const { log } = this.of;
    const room = this.of.room();
    const missing = this.lastSeq - (log.cursor ?? 0);
    if (log.cursor === undefined || missing > LONG_GAP) return this.loadNewest(this.lastSeq);
    for (let more = true; more && !this.wanted;) {
      const [changes] = (await this.wire.request('chat:sync', { rooms: [{ room, afterSeq: log.cursor }] })).rooms;
      if (changes === undefined) return;
      if (changes.error !== undefined) throw new LyceumError({ ...changes.error, retryable: false } as LyceumError);
      if (!log.sync(changes)) return this.loadNewest(changes.lastSeq);
      more = changes.more;
      this.of.changed();
    }
  }

  private async loadNewest(lastSeq: number): Promise<void> {
    const { log, historyLimit: limit } = this.of;
    log.begin(await this.wire.request('chat:history', { room: this.of.room(), limit }), lastSeq);
    this.of.changed();
  }

  /** Without a connection it begins again with the next one, which joins the room anew. */
  private fail(error: LyceumError): void {
    if (error.code === 'OFFLINE' || error.code === 'CLOSED') return;
    this.wire.logger.warn('A room could not be caught up with', error);
    if (!error.retryable) return;
    this.attempt += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), error.retryAfterMs ?? backoff(this.attempt, LONGEST_PAUSE_MS));
  }
}
