import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { FileStorage } from '../storage/file-storage.js';
import { RemovalRepository } from './removal.repository.js';
import { Removals } from './removals.js';

const SWEEP_MS = 300_000;
/** The first one soon after the start: a node that is started again every few minutes must sweep too. */
const FIRST_SWEEP_MS = 3_000;
/** Files looked up at once. */
const BATCH = 200;
/** Files looked through at once for those that no message shows any more, and how often in a sweep: it must keep nobody waiting. */
const PAGE = 1_000;
const PAGES = 100;

/** Removes files that nobody will ask for any more: never shown for too long, of messages that are gone or in closed rooms, of uploads that died. */
@Injectable()
export class FilesSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('FilesSweeper');
  private readonly failed = (error: unknown): void => {
    this.logger.warn({ err: error }, 'Old files could not be removed now; the next sweep will');
  };
  private readonly sweeping = new Sweeping(() => this.sweep(), SWEEP_MS, this.failed);
  private first: NodeJS.Timeout | undefined;
  private isStopped = false;
  /** The file up to which the last sweep came; null: it came to the end. */
  private reached: string | null = null;

  constructor(
    private readonly repository: RemovalRepository,
    private readonly removals: Removals,
    private readonly storage: FileStorage,
  ) {}

  onApplicationBootstrap(): void {
    this.first = setTimeout(() => {
      this.sweep().catch(this.failed);
      this.sweeping.start();
    }, FIRST_SWEEP_MS).unref();
  }

  onModuleDestroy(): void {
    this.isStopped = true;
    clearTimeout(this.first);
    this.sweeping.stop();
  }

  /** One sweep, on as many nodes at once as there are. */
  async sweep(): Promise<void> {
    const removed = (await this.sweepDue()) + (await this.sweepForsaken());
    if (this.isStopped) return;
    await this.storage.tidy();
    if (removed > 0) this.logger.log({ files: removed }, 'Files that no message shows were removed');
  }

  private async sweepDue(): Promise<number> {
    let removed = 0;
    for (;;) {
      const ofBatch = await this.removeAll(await this.repository.due(BATCH));
      removed += ofBatch;
      // What is left others have, or can't be removed now: it is not looked at again and again.
      if (ofBatch === 0) return removed;
    }
  }

  /** Goes on where the last sweep ended: where there are very many files it takes several to see them all. */
  private async sweepForsaken(): Promise<number> {
    let removed = 0;
    for (let page = 0; page < PAGES && !this.isStopped; page += 1) {
      const { ids, next } = await this.repository.forsaken(this.reached, PAGE);
      removed += await this.removeAll(ids);
      this.reached = next;
      if (next === null) break;
    }
    return removed;
  }

  /** How many of them were removed. */
  private async removeAll(ids: readonly string[]): Promise<number> {
    let removed = 0;
    for (const id of ids) {
      if (this.isStopped) break;
      removed += await this.removeOne(id);
    }
    return removed;
  }

  /** One that cannot be removed keeps no other. */
  private async removeOne(id: string): Promise<number> {
    try {
      return (await this.removals.removeOutdated(id)) ? 1 : 0;
    } catch (error) {
      this.failed(error);
      return 0;
    }
  }
}
