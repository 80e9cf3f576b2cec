import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import type { FileUsage } from '../protocol/index.js';
import { FileRepository } from './file.repository.js';
import { Removals } from './removal/removals.js';

/** A person's own files. */
@Injectable()
export class FilesService {
  constructor(
    private readonly config: AppConfig,
    private readonly repository: FileRepository,
    private readonly removals: Removals,
  ) {}

  async usageOf(userId: string): Promise<FileUsage> {
    return { usedBytes: await this.repository.usedBytes(userId), quotaBytes: this.config.files.quotaBytes };
  }

  /** Throws `FILE_NOT_FOUND`, also when a message of an open room shows it: then deleting the message takes it away. */
  remove(id: string, userId: string): Promise<void> {
    return this.removals.removeUnseen(id, userId);
  }
}
