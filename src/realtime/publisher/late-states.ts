import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { LiveConnection } from '../connection/live-connection.js';
import type { Topic } from './audience.js';
import type { EncodedFact } from './encode-fact.js';

const RETRY_MS = 500;
/** States that may wait for one connection; who watches more than it can read has to begin anew. */
const WAITING = 2_000;

/** What a topic is like now. */
export interface State {
  readonly encoded: EncodedFact;
  /** Whether it is still for the connection, which may have left the room meanwhile, or watch no more. */
  readonly isDue: (connection: LiveConnection) => boolean;
}

/** Tells connections what a topic is like now; for those that read too slowly it keeps the latest of each topic until they can. */
@Injectable()
export class LateStates implements OnModuleDestroy {
  private readonly logger = new Logger('LateStates');
  private readonly waiting = new Map<LiveConnection, Map<Topic, State>>();
  private timer: NodeJS.Timeout | undefined;

  /** Never throws. */
  inform(connection: LiveConnection, topic: Topic, state: State): void {
    const states = this.waiting.get(connection);
    // Behind what waits already, whatever of it is older.
    if (states === undefined && this.tell(connection, topic, state)) return;
    const kept = states ?? new Map<Topic, State>();
    kept.delete(topic);
    kept.set(topic, state);
    this.waiting.set(connection, kept);
    if (kept.size > WAITING) {
      this.waiting.delete(connection);
      connection.close(new AppError('SLOW_CONSUMER'));
    }
    this.retryLater();
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  private retryLater(): void {
    if (this.waiting.size === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      for (const [connection, states] of this.waiting) this.catchUp(connection, states);
      this.retryLater();
    }, RETRY_MS).unref();
  }

  private catchUp(connection: LiveConnection, states: Map<Topic, State>): void {
    for (const [topic, state] of states) {
      if (connection.open && state.isDue(connection) && !this.tell(connection, topic, state)) return;
      states.delete(topic);
    }
    this.waiting.delete(connection);
  }

  private tell(connection: LiveConnection, topic: Topic, { encoded, isDue }: State): boolean {
    try {
      return connection.inform(topic, encoded, { isDue: () => isDue(connection) });
    } catch (error) {
      this.logger.error({ err: error, connectionId: connection.id, topic }, 'A connection could not be told');
      return true;
    }
  }
}
