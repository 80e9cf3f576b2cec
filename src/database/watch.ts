import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JITTER, Sweeping } from '../common/sweeping.js';
import { Database } from './database.js';

/** Between two looks, a part of which is left out; see `Sweeping`. */
const LOOK_MS = 500;

/** Work for which there is time now and then, by what stands in the database: whoever wrote it there, any node may do it. */
export interface Watched {
  /** A condition in SQL, which an index can answer: false where there is nothing to do. */
  readonly when: string;
  /** Whether there is something to do all the same, for what this node alone knows. */
  readonly isWanted?: () => boolean;
  /** Milliseconds for which it is left alone after it was done, or was not to be done; a part of them is left out. */
  readonly everyMs: number;
  readonly work: () => Promise<void>;
  /** Hears why it failed, or could not be looked for; it comes again all the same. */
  readonly failed: (error: unknown) => void;
}

interface Entry {
  readonly watched: Watched;
  isAtWork: boolean;
  /** By `performance.now()`. */
  nextAt: number;
}

/**
 * Looks for all of it with one question twice a second: a gateway that has nothing to do asks for it once, and not once for each thing
 * that it might have to do. Nobody has to be told when something is written down, so that nothing gets lost with a node.
 */
@Injectable()
export class Watch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly entries: Entry[] = [];
  private isStopped = false;
  private readonly looking = new Sweeping(
    () => this.look(),
    LOOK_MS,
    () => undefined,
  );

  constructor(@Inject(Database) private readonly database: Pick<Database, 'query'>) {}

  /** From now on, until the node stops. To be called when all that the work needs is there. */
  add(watched: Watched): void {
    this.entries.push({ watched, isAtWork: false, nextAt: 0 });
  }

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  /** Nothing begins any more; what is under way goes on to its end. */
  onModuleDestroy(): void {
    this.isStopped = true;
    this.looking.stop();
  }

  private async look(): Promise<void> {
    const now = performance.now();
    const asked = this.entries.filter(({ isAtWork, nextAt }) => !isAtWork && nextAt <= now);
    if (asked.length === 0) return;
    const due = await this.ask(asked);
    asked.forEach((entry, index) => {
      rest(entry);
      if (due?.[index] === true || (due !== undefined && entry.watched.isWanted?.() === true)) void this.do(entry);
    });
  }

  /** Undefined where nobody can say. */
  private async ask(asked: readonly Entry[]): Promise<readonly boolean[] | undefined> {
    const conditions = asked.map(({ watched }) => watched.when).join(', ');
    try {
      const [row] = await this.database.query<{ due: readonly boolean[] }>(`SELECT ARRAY[${conditions}] AS due`);
      return row?.due;
    } catch (error) {
      for (const entry of asked) this.tell(entry, error);
      return undefined;
    }
  }

  private async do(entry: Entry): Promise<void> {
    entry.isAtWork = true;
    try {
      await entry.watched.work();
    } catch (error) {
      this.tell(entry, error);
    }
    entry.isAtWork = false;
    rest(entry);
  }

  /** What it needs may be closed under it: others do what it left, and nobody has to be told of that. */
  private tell({ watched }: Entry, error: unknown): void {
    if (!this.isStopped) watched.failed(error);
  }
}

function rest(entry: Entry): void {
  entry.nextAt = performance.now() + entry.watched.everyMs * (1 - JITTER);
}
