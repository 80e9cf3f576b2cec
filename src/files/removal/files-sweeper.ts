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

/** Removes files that nobody will ask for any more: never shown for too long, of messages that are gone, of uploads that died. */
@Injectable()
export class FilesSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('FilesSweeper');
  private readonly failed = (error: unknown): void => {
    this.logger.warn({ err: error }, 'Old files could not be removed now; the next sweep will');
  };
  private readonly sweeping = new Sweeping(() => this.sweep(), SWEEP_MS, this.failed);
  private first: NodeJS.Timeout | undefined;
  private isStopped = false;

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
    let removed = 0;
    for (let ids = await this.repository.outdated(BATCH); ids.length > 0; ids = await this.repository.outdated(BATCH)) {
      let ofBatch = 0;
      for (const id of ids) {
        if (this.isStopped) return;
        ofBatch += await this.removeOne(id);
      }
      removed += ofBatch;
      // What is left others have, or can't be removed now: it is not looked at again and again.
      if (ofBatch === 0) break;
    }
    await this.storage.tidy();
    if (removed > 0) this.logger.log({ files: removed }, 'Files that no message shows were removed');
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
