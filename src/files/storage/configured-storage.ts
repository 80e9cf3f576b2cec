import { join } from 'node:path';
import type { AppConfig } from '../../config/index.js';
import { DiskStorage } from './disk-storage.js';
import type { FileStorage } from './file-storage.js';
import { S3Storage } from './s3-storage.js';

export function configuredStorage({ files, database }: AppConfig): FileStorage {
  return files.s3 === undefined ? new DiskStorage(join(database.dataDir, 'files')) : new S3Storage(files.s3);
}
