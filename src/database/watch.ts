import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from '../common/sweeping.js';
import { Database } from './database.js';

/** Between two looks, a part of which is left out; see `Sweeping`. */
const LOOK_MS = 500;
/** For an answer that takes longer nothing waits. */
const PATIENCE_MS = 500;

/** Work that there is now and then, by what stands in the database: whoever wrote it there, any node may do it. */
export interface Watched {
  /** A condition in SQL that an index answers: false where there is nothing to do. */
  readonly when: string;
  /** Whether there is something to do all the same, by what this node alone knows. */
  readonly isWanted?: () => boolean;
  /** Milliseconds for which it is left alone once it was done; none unless given. The look after them comes half a second later at the most. */
  readonly pauseMs?: number;
  /** Does no harm where there is nothing to do: while nobody can say what is due, all of it is tried. */
  readonly work: () => Promise<void>;
  /** Hears why it failed. What failed is tried again at each look until it succeeds. */
  readonly failed: (error: unknown) => void;
}

interface Entry {
  readonly watched: Watched;
  isAtWork: boolean;
  hasFailed: boolean;
  /** By `performance.now()`. */
  restsUntil: number;
}

/**
 * Looks for all of it with one question twice a second: a gateway that has nothing to do asks for it once, and not once for each thing
 * that it might have to do. Nobody has to be told when something is written down, so that nothing gets lost with a node.
 */
@Injectable()
export class Watch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Watch');
  private readonly entries: Entry[] = [];
  /** Until it is answered no other is asked: those that hang would take one connection after the other. */
  private question: Promise<readonly boolean[] | undefined> | undefined;
  private isBlind = false;
  private isStopped = false;
  private readonly tellBlind = (error: unknown): void => {
    // Once, not twice a second for as long as the database is away.
    if (!this.isBlind && !this.isStopped) this.logger.warn({ err: error }, 'What is due can’t be asked for; everything is tried');
    this.isBlind = true;
  };
  private readonly looking = new Sweeping(() => this.look(), LOOK_MS, this.tellBlind);

  constructor(@Inject(Database) private readonly database: Pick<Database, 'query'>) {}

  /** From now on, until the node stops. To be called when all that the work needs is there. */
  add(watched: Watched): void {
    this.entries.push({ watched, isAtWork: false, hasFailed: false, restsUntil: 0 });
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
    if (!this.entries.some(isFree)) return;
    const due = await this.ask();
    if (this.isStopped) return;
    this.entries.forEach((entry, index) => {
      if (isFree(entry)) void this.seeTo(entry, due?.[index] ?? true);
    });
  }

  /** What is due, in the order of the entries; undefined where nobody can say in time. */
  private async ask(): Promise<readonly boolean[] | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, undefined).unref();
    });
    this.question ??= this.answer().finally(() => {
      this.question = undefined;
    });
    try {
      return await Promise.race([this.question, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** One condition that can't be answered hides all: then each work looks for itself, and each fails by itself. */
  private async answer(): Promise<readonly boolean[] | undefined> {
    const conditions = this.entries.map(({ watched }) => watched.when).join(', ');
    try {
      const [row] = await this.database.query<{ due: readonly boolean[] }>(`SELECT ARRAY[${conditions}] AS due`);
      this.isBlind = false;
      return row?.due;
    } catch (error) {
      this.tellBlind(error);
      return undefined;
    }
  }

  private async seeTo(entry: Entry, isDue: boolean): Promise<void> {
    const { isWanted, work, failed, pauseMs = 0 } = entry.watched;
    try {
      if (!isDue && !entry.hasFailed && isWanted?.() !== true) return;
      entry.isAtWork = true;
      await work();
      entry.hasFailed = false;
    } catch (error) {
      entry.hasFailed = true;
      // What it needs may be closed under it: others do what it left, and nobody has to be told of that.
      if (!this.isStopped) failed(error);
    }
    entry.isAtWork = false;
    entry.restsUntil = performance.now() + pauseMs;
  }
}

function isFree({ isAtWork, restsUntil }: Entry): boolean {
  return !isAtWork && restsUntil <= performance.now();
}
