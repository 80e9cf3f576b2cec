import type { JoinRoom, Joined } from '../../../src/protocol/index.js';
import { backoff } from '../core/backoff.js';
import { LyceumError } from '../core/error.js';
import type { Wire } from '../core/wire.js';
import type { RoomStatus } from './room-state.js';

/** What the room hears of its entrance. */
export interface Arrival {
  /** What to join it by. */
  target(): JoinRoom;
  entered(joined: Joined): void;
  refused(status: RoomStatus, error: LyceumError | undefined): void;
}

/** What passes while nobody does anything about it. */
const PASSING: ReadonlySet<string> = new Set(['TIMEOUT', 'RATE_LIMITED', 'UNAVAILABLE', 'DRAINING', 'OFFLINE']);
const LONGEST_PAUSE_MS = 15_000;

/** Coming into a room, for the first time and after each reconnect, however long it takes. */
export class Entrance {
  /** Counts the attempts: what an older one brings is for nobody any more. */
  private turn = 0;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly wire: Wire,
    private readonly arrival: Arrival,
  ) {}

  async enter(): Promise<void> {
    this.stop();
    const turn = this.turn;
    try {
      const joined = await this.wire.request('rooms:join', this.arrival.target());
      if (turn !== this.turn) return;
      this.attempt = 0;
      this.arrival.entered(joined);
    } catch (thrown) {
      if (turn === this.turn) this.fail(LyceumError.from(thrown));
    }
  }

  stop(): void {
    this.turn += 1;
    clearTimeout(this.timer);
  }

  private fail(error: LyceumError): void {
    // Entered with the next connect.
    if (this.wire.connection.get().state !== 'connected') return;
    if (PASSING.has(error.code)) {
      this.attempt += 1;
      this.timer = setTimeout(() => void this.enter(), error.retryAfterMs ?? backoff(this.attempt, LONGEST_PAUSE_MS));
    } else if (error.code === 'ROOM_WAITING') this.arrival.refused('waiting', undefined);
    else if (error.code === 'BANNED') this.arrival.refused('banned', error);
    else if (error.code === 'ROOM_CLOSED') this.arrival.refused('closed', error);
    else this.arrival.refused('failed', error);
  }
}
