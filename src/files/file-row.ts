import type { Attachment } from '../protocol/index.js';
import type { FileEntity } from './file.entity.js';

/** What is shown of a file, and what decides where. */
export type FileRow = Pick<
  FileEntity,
  'id' | 'ownerId' | 'roomId' | 'recipientId' | 'name' | 'size' | 'contentType' | 'width' | 'height'
>;

/** What every query of files selects. The table must be called `f`. */
export const FILE_COLUMNS = `f.id, f.owner_id AS "ownerId", f.room_id AS "roomId", f.recipient_id AS "recipientId", f.name, f.size,
  f.content_type AS "contentType", f.width, f.height`;

/** A file as messages and answers show it. */
export function shownFile({
  id,
  name,
  size,
  contentType,
  width,
  height,
}: Omit<FileRow, 'ownerId' | 'roomId' | 'recipientId'>): Attachment {
  return { id, name, size, contentType, width, height, url: `/api/files/${id}` };
}
