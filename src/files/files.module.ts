import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { RoomsModule } from '../rooms/index.js';
import { AttachmentEntity } from './attachment.entity.js';
import { AttachmentRepository } from './attachment.repository.js';
import { Attachments } from './attachments.js';
import { FileEntity } from './file.entity.js';
import { FileUsageEntity } from './file-usage.entity.js';

/** Files: uploading, downloading, and what messages show of them. */
@Module({
  imports: [TypeOrmModule.forFeature([FileEntity, AttachmentEntity, FileUsageEntity]), AuthModule, RoomsModule],
  providers: [Attachments, AttachmentRepository],
  exports: [Attachments],
})
export class FilesModule {}
