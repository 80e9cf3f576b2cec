import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BearerGuard, CurrentAsker, CurrentUser, OptionalBearerGuard } from '../auth/index.js';
import { BodyPipe } from '../common/body.pipe.js';
import { AppError } from '../common/index.js';
import type { Attachment, FileLink, FileUsage, User } from '../protocol/index.js';
import { RateLimits, type Asker } from '../realtime/index.js';
import { Downloads } from './download/downloads.js';
import { FileDto, FileLinkDto } from './dto/file.dto.js';
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

  @Post()
  @UseGuards(BearerGuard)
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

  @Get('usage')
  @UseGuards(BearerGuard)
  async usage(@CurrentAsker() asker: Asker): Promise<FileUsage> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.files.usageOf(asker.user.id);
  }

  /** Also by a link, which says in whose name. */
  @Get(':id')
  @UseGuards(OptionalBearerGuard)
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

  @Post(':id/link')
  @HttpCode(200)
  @UseGuards(BearerGuard)
  async link(@CurrentAsker() asker: Asker, @Param(new BodyPipe(FileDto)) { id }: FileDto): Promise<FileLink> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.downloads.link(id, asker.user.id);
  }

  @Delete(':id')
  @HttpCode(204)
  @UseGuards(BearerGuard)
  async remove(@CurrentAsker() asker: Asker, @Param(new BodyPipe(FileDto)) { id }: FileDto): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.files.remove(id, asker.user.id);
  }
}
