import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BearerGuard, CurrentAsker, CurrentUser, OptionalBearerGuard } from '../auth/index.js';
import { BodyPipe } from '../common/body.pipe.js';
import { Described, Refuses } from '../common/documented.js';
import { AppError } from '../common/index.js';
import type { Attachment, FileLink, FileUsage, User } from '../protocol/index.js';
import { RateLimits, type Asker } from '../realtime/index.js';
import { Downloads } from './download/downloads.js';
import { FileDto, FileLinkDto } from './dto/file.dto.js';
import { DOWNLOAD, UPLOAD } from './files.documentation.js';
import { FilesService } from './files.service.js';
import { closeAfterAnswer } from './upload/lingering-close.js';
import { Uploads } from './upload/uploads.js';

/** Files: sending one, which a message can show afterwards, and fetching it. */
@Controller('api/files')
export class FilesController {
  constructor(
    private readonly uploads: Uploads,
    private readonly downloads: Downloads,
    private readonly files: FilesService,
    private readonly rates: RateLimits,
  ) {}

  /**
   * Uploads one file, which a message can show afterwards. What it is follows from its content; its name is made safe. One that no message
   * shows within a day is removed.
   */
  @Post()
  @UseGuards(BearerGuard)
  @Described(UPLOAD)
  @Refuses('INVALID', 'FILE_TOO_LARGE', 'QUOTA_EXCEEDED', 'ROOM_NOT_FOUND', 'NOT_A_MEMBER', 'MUTED', 'USER_NOT_FOUND', 'DRAINING')
  async upload(
    @CurrentAsker() asker: Asker,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Attachment> {
    try {
      await this.rates.admit(asker, 'upload', 'refuse');
      return await this.uploads.receive(asker, request);
    } catch (error) {
      closeAfterAnswer(request, response);
      throw error;
    }
  }

  /** How much room the caller's files take, uploads under way included. */
  @Get('usage')
  @UseGuards(BearerGuard)
  async usage(@CurrentAsker() asker: Asker): Promise<FileUsage> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.files.usageOf(asker.user.id);
  }

  /**
   * The content, or a part of it (`Range`), for who may read it now: its uploader until a message shows it, then the members of that
   * message's room. By a token, or by a link, which says in whose name.
   */
  @Get(':id')
  @UseGuards(OptionalBearerGuard)
  @Described(DOWNLOAD)
  @Refuses('UNAUTHENTICATED', 'FILE_NOT_FOUND')
  async download(
    @CurrentUser() user: User | undefined,
    @Param(new BodyPipe(FileDto)) { id }: FileDto,
    @Query(new BodyPipe(FileLinkDto)) { signature }: FileLinkDto,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (signature !== undefined) await this.downloads.answerLink(id, signature, request, response);
    else if (user !== undefined) await this.downloads.answer(id, user.id, request, response);
    else throw new AppError('UNAUTHENTICATED');
  }

  /** A link by which whoever has it reads the file for ten minutes, as long as the caller may. */
  @Post(':id/link')
  @HttpCode(200)
  @UseGuards(BearerGuard)
  @Refuses('FILE_NOT_FOUND')
  async link(@CurrentAsker() asker: Asker, @Param(new BodyPipe(FileDto)) { id }: FileDto): Promise<FileLink> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.downloads.link(id, asker.user.id);
  }

  /**
   * Removes a file that no message has shown, or that is in a closed room; for its uploader. One that a message shows in an open room goes
   * with the message.
   */
  @Delete(':id')
  @HttpCode(204)
  @UseGuards(BearerGuard)
  @Refuses('FILE_NOT_FOUND')
  async remove(@CurrentAsker() asker: Asker, @Param(new BodyPipe(FileDto)) { id }: FileDto): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.files.remove(id, asker.user.id);
  }
}
