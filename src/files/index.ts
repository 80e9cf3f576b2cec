export { AttachmentEntity } from './attachment.entity.js';
export { Attachments, type WantedFiles } from './attachments.js';
export { FILE_COLUMNS, shownFile, type FileRow } from './file-row.js';
export { FilesModule } from './files.module.js';
