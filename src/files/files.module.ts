import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { AppConfig } from '../config/index.js';
import { RoomsModule } from '../rooms/index.js';
import { AttachmentEntity } from './attachment.entity.js';
import { AttachmentRepository } from './attachment.repository.js';
import { Attachments } from './attachments.js';
import { Downloads } from './download/downloads.js';
import { FileLinks } from './download/file-links.js';
import { FileEntity } from './file.entity.js';
import { FileRepository } from './file.repository.js';
import { FileUsageEntity } from './file-usage.entity.js';
import { FilesController } from './files.controller.js';
import { FilesService } from './files.service.js';
import { FilesSweeper } from './removal/files-sweeper.js';
import { RemovalRepository } from './removal/removal.repository.js';
import { Removals } from './removal/removals.js';
import { configuredStorage } from './storage/configured-storage.js';
import { FileStorage } from './storage/file-storage.js';
import { Destinations } from './upload/destination.js';
import { Uploads } from './upload/uploads.js';

/** Files: uploading, downloading, what messages show of them, and their end. */
@Module({
  imports: [TypeOrmModule.forFeature([FileEntity, AttachmentEntity, FileUsageEntity]), AuthModule, RoomsModule],
  controllers: [FilesController],
  providers: [
    { provide: FileStorage, inject: [AppConfig], useFactory: configuredStorage },
    Uploads,
    Destinations,
    Downloads,
    FileLinks,
    FilesService,
    FileRepository,
    Removals,
    RemovalRepository,
    FilesSweeper,
    Attachments,
    AttachmentRepository,
  ],
  exports: [Attachments],
})
export class FilesModule {}
