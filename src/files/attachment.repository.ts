import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/index.js';
import { FILE_COLUMNS, type FileRow } from './file-row.js';

type Queries = Pick<Transaction, 'query'>;

/** The files of one message, in their order. */
export interface MessageFiles {
  readonly messageId: string;
  readonly fileIds: readonly string[];
}

/** That a file is shown anew also tells a sweep that has looked before, and waits for the row. */
const ATTACH = `
WITH placed AS (
  SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::uuid[]) AS placed (message_id, place, file_id)
),
shown AS (
  UPDATE files SET attached_at = now(), due_at = NULL WHERE id IN (SELECT file_id FROM placed)
)
INSERT INTO attachments (message_id, place, file_id) SELECT message_id, place, file_id FROM placed`;

/** Which message shows which files. */
@Injectable()
export class AttachmentRepository {
  constructor(private readonly database: Database) {}

  /** Those of the files that are stored. In a transaction they stay so until its end: nothing removes them meanwhile. */
  async stored(ids: readonly string[], transaction?: Transaction): Promise<Map<string, FileRow>> {
    // In the order of ids, as all who lock several do. Not FOR SHARE: two who show the same file would wait for each other.
    const lock = transaction === undefined ? '' : ' ORDER BY f.id FOR NO KEY UPDATE';
    const rows = await (transaction ?? this.database).query<FileRow>(
      `SELECT ${FILE_COLUMNS} FROM files f WHERE f.id = ANY($1::uuid[]) AND f.state = 'stored'${lock}`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The messages and the files must be there already, the files locked by `stored`. */
  async attach(transaction: Transaction, messages: readonly MessageFiles[]): Promise<void> {
    const placed = messages.flatMap(({ messageId, fileIds }) => fileIds.map((fileId, place) => ({ messageId, place, fileId })));
    await transaction.query(ATTACH, [
      placed.map(({ messageId }) => messageId),
      placed.map(({ place }) => place),
      placed.map(({ fileId }) => fileId),
    ]);
  }

  async detach(transaction: Transaction, messageIds: readonly string[]): Promise<void> {
    await transaction.query('DELETE FROM attachments WHERE message_id = ANY($1::uuid[])', [messageIds]);
  }

  /** In the order in which each message shows them. */
  async ofMessages(
    messageIds: readonly string[],
    queries: Queries = this.database,
  ): Promise<(FileRow & { messageId: string })[]> {
    return queries.query(
      `SELECT a.message_id AS "messageId", ${FILE_COLUMNS} FROM attachments a JOIN files f ON f.id = a.file_id
       WHERE a.message_id = ANY($1::uuid[]) ORDER BY a.message_id, a.place`,
      [messageIds],
    );
  }
}
