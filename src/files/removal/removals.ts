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
  async giveUp(id: string): Promise<void> {
    try {
      await this.remove(await this.repository.markUpload(id), 'failed');
    } catch (error) {
      this.logger.warn({ err: error, fileId: id }, 'A failed upload could not be cleaned up now; the sweeper will');
    }
  }

  /** For the uploader of a file that no message has shown. Throws `FILE_NOT_FOUND`. */
  async removeUnattached(id: string, ownerId: string): Promise<void> {
    const removed = await this.repository.markUnattached(id, ownerId);
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
