import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/index.js';
import type { ContentKind } from './content-kind.js';
import { FILE_COLUMNS, type FileRow } from './file-row.js';
import type { Destination } from './upload/destination.js';

export interface Reservation extends Destination {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly storageKey: string;
  /** The most bytes it can have. */
  readonly bytes: number;
}

export interface StoredContent extends ContentKind {
  readonly size: number;
}

/** A file that can be read. */
export type ReadableFile = FileRow & { readonly storageKey: string };

/** Adds to what the person has, unless it would be too much, and makes the row; both or none, however many do it at once. */
const RESERVE = `
WITH reserved AS (
  INSERT INTO file_usage AS u (owner_id, used_bytes) SELECT $2, $3::bigint WHERE $3::bigint <= $4::bigint
  ON CONFLICT (owner_id) DO UPDATE SET used_bytes = u.used_bytes + excluded.used_bytes
    WHERE u.used_bytes + excluded.used_bytes <= $4::bigint
  RETURNING owner_id
)
INSERT INTO files (id, owner_id, room_id, recipient_id, state, name, size, content_type, storage_key, due_at)
SELECT $1::uuid, owner_id, $5::uuid, $6, 'uploading', $7, $3::bigint, '', $8, now() + $9 * interval '1 ms' FROM reserved
RETURNING id`;

const FINISH = `
WITH stored AS (
  UPDATE files f SET state = 'stored', size = $3, content_type = $4, width = $5, height = $6, due_at = now() + $7 * interval '1 ms'
  WHERE f.id = $1 AND f.state = 'uploading' RETURNING ${FILE_COLUMNS}
),
corrected AS (
  UPDATE file_usage u SET used_bytes = u.used_bytes - ($2::bigint - $3::bigint) FROM stored WHERE u.owner_id = stored."ownerId"
)
SELECT * FROM stored`;

/**
 * Who may read a file is asked anew each time: its owner until it is shown, then who is in the room of a message that shows it. Nobody
 * is in a room that is closed, nobody who is banned reads anything.
 */
const FIND_FOR = `
SELECT ${FILE_COLUMNS}, f.storage_key AS "storageKey" FROM files f
WHERE f.id = $1 AND f.state = 'stored'
  AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = $2 AND users.banned_at IS NOT NULL)
  AND (
    (f.owner_id = $2 AND f.attached_at IS NULL)
    OR EXISTS (
      SELECT 1 FROM attachments a
      JOIN messages m ON m.id = a.message_id AND m.deleted_at IS NULL
      JOIN rooms r ON r.id = m.room_id AND r.closed_at IS NULL
      WHERE a.file_id = f.id AND (
        $2 = ANY(r.pair)
        OR EXISTS (SELECT 1 FROM room_members WHERE room_id = r.id AND user_id = $2 AND NOT banned)
      )
    )
  )`;

@Injectable()
export class FileRepository {
  constructor(private readonly database: Database) {}

  /** Whether there is room for it within so many bytes for all files of the person. It is given up unless it is finished in time. */
  async reserve({ id, ownerId, bytes, roomId, recipientId, name, storageKey }: Reservation, quota: number, withinMs: number) {
    const made = await this.database.query<{ id: string }>(RESERVE, [
      ...[id, ownerId, bytes, quota],
      ...[roomId, recipientId, name, storageKey, withinMs],
    ]);
    return made.length > 0;
  }

  /** It is stored, and takes only the room it needs; undefined when it was given up meanwhile. */
  async finish(
    transaction: Transaction,
    { id, bytes }: Pick<Reservation, 'id' | 'bytes'>,
    { size, contentType, width, height }: StoredContent,
    orphanMs: number,
  ): Promise<FileRow | undefined> {
    const [file] = await transaction.query<FileRow>(FINISH, [id, bytes, size, contentType, width, height, orphanMs]);
    return file;
  }

  /** The file, if that person may read it now. */
  async findFor(id: string, readerId: string): Promise<ReadableFile | undefined> {
    const [file] = await this.database.query<ReadableFile>(FIND_FOR, [id, readerId]);
    return file;
  }

  async usedBytes(ownerId: string): Promise<number> {
    const [usage] = await this.database.query<{ usedBytes: number }>(
      `SELECT used_bytes AS "usedBytes" FROM file_usage WHERE owner_id = $1`,
      [ownerId],
    );
    return usage?.usedBytes ?? 0;
  }
}
