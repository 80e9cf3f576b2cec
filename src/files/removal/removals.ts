import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { filesRemoved } from '../files.metrics.js';
import { FileStorage } from '../storage/file-storage.js';
import { RemovalRepository, type Removed } from './removal.repository.js';

/** Takes files away. What fails in the middle the sweeper ends. */
@Injectable()
export class Removals {
  private readonly logger = new Logger('Files');

  constructor(
    private readonly repository: RemovalRepository,
    private readonly storage: FileStorage,
  ) {}

  /** An upload that came to nothing. Never throws: whoever calls it has an error to tell already. */
  async giveUp({ id, storageKey }: Removed): Promise<void> {
    try {
      const removed = await this.repository.markUpload(id);
      await this.remove(removed, 'failed');
      // The sweeper was faster, and may have been before the content was there: nobody else knows of it.
      if (removed === undefined && !(await this.repository.isStored(id))) await this.storage.remove(storageKey);
    } catch (error) {
      this.logger.warn({ err: error, fileId: id }, 'A failed upload could not be cleaned up now; the sweeper will');
    }
  }

  /** For the uploader of a file that no message has shown, or one in a room that is closed. Throws `FILE_NOT_FOUND`. */
  async removeUnseen(id: string, ownerId: string): Promise<void> {
    const removed = await this.repository.markUnseen(id, ownerId);
    if (removed === undefined) throw new AppError('FILE_NOT_FOUND');
    await this.remove(removed, 'deleted').catch((error: unknown) => {
      this.logger.warn({ err: error, fileId: id }, 'The content of a removed file is still there; the sweeper will remove it');
    });
  }

  /** Whether there was something to remove. */
  async removeOutdated(id: string): Promise<boolean> {
    const removed = await this.repository.markOutdated(id);
    await this.remove(removed, 'outdated');
    return removed !== undefined;
  }

  private async remove(removed: Removed | undefined, why: 'failed' | 'deleted' | 'outdated'): Promise<void> {
    if (removed === undefined) return;
    await this.storage.remove(removed.storageKey);
    await this.repository.forget(removed.id);
    filesRemoved.inc({ why });
  }
}
