import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError } from '../../common/index.js';
import type { FileLink } from '../../protocol/index.js';
import { RateLimits } from '../../realtime/index.js';
import { FileRepository, type ReadableFile } from '../file.repository.js';
import { Slots } from '../slots.js';
import { FileStorage } from '../storage/file-storage.js';
import { answerWithFile } from './file-answer.js';
import { FileLinks } from './file-links.js';

/** Downloads of one person at once on a node: more than any page shows, and few enough that who never reads what comes holds little. */
const AT_ONCE = 64;

/** Gives files to who may read them at that moment. */
@Injectable()
export class Downloads {
  private readonly logger = new Logger('Files');
  private readonly slots = new Slots({
    perUser: AT_ONCE,
    atOnce: Number.POSITIVE_INFINITY,
    tooMany: 'Too many of your downloads are under way.',
  });

  constructor(
    private readonly repository: FileRepository,
    private readonly storage: FileStorage,
    private readonly links: FileLinks,
    private readonly rates: RateLimits,
  ) {}

  /** In the name of who made the link. Throws `UNAUTHENTICATED`, and as `answer`. */
  async answerLink(id: string, signature: string, request: Request, response: Response): Promise<void> {
    await this.answer(id, this.links.readerOf(id, signature), request, response);
  }

  /** Throws `FILE_NOT_FOUND`, also to who may not know that it is there, `RATE_LIMITED` and `UNAVAILABLE`. */
  async answer(id: string, readerId: string, request: Request, response: Response): Promise<void> {
    await this.rates.admit({ user: { id: readerId, guest: false }, address: request.ip ?? '' }, 'read', 'refuse');
    const file = await this.readable(id, readerId);
    this.slots.take(readerId);
    try {
      await answerWithFile(request, response, file, this.storage);
    } catch (error) {
      if (error instanceof AppError) {
        this.logger.error({ fileId: id }, 'The content of a file is missing in the storage');
        throw error;
      }
      this.logger.error({ err: error, fileId: id }, 'A file could not be read from the storage');
      throw new AppError('UNAVAILABLE', { cause: error });
    } finally {
      this.slots.giveBack(readerId);
    }
  }

  /** Throws `FILE_NOT_FOUND`. */
  async link(id: string, userId: string): Promise<FileLink> {
    const file = await this.readable(id, userId);
    return this.links.make(file.id, userId);
  }

  private async readable(id: string, readerId: string): Promise<ReadableFile> {
    const file = await this.repository.findFor(id, readerId);
    if (file === undefined) throw new AppError('FILE_NOT_FOUND');
    return file;
  }
}
