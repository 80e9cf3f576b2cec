import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';

/** A file whose content is to be removed. */
export interface Removed {
  readonly id: string;
  readonly storageKey: string;
}

/** After so long whoever was removing it has failed, and it is tried again. */
const RETRY = `interval '5 minutes'`;

/** Its time is over: it never was finished, was never shown, or its content could not be removed the last time. */
const IS_DUE = `f.due_at <= now()`;
/**
 * No message shows it any more. Who shows it just now has moved \`attached_at\`; the row, once it is locked, is looked at again, while
 * the messages are those that were there before.
 */
const IS_UNSHOWN = `f.state = 'stored' AND f.due_at IS NULL AND f.attached_at < now() - interval '1 minute'
  AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.file_id = f.id)`;

/** Marks the one file, if it is to be removed, and frees its room once; a file that somebody else holds is theirs. */
const marking = (condition: string) => `
WITH target AS (
  SELECT f.id, f.owner_id, f.size, f.state FROM files f WHERE f.id = $1 AND (${condition}) FOR UPDATE SKIP LOCKED
),
marked AS (
  UPDATE files f SET state = 'removing', due_at = now() + ${RETRY} FROM target WHERE f.id = target.id RETURNING f.id, f.storage_key
),
freed AS (
  UPDATE file_usage u SET used_bytes = u.used_bytes - target.size FROM target
  WHERE u.owner_id = target.owner_id AND target.state <> 'removing'
)
SELECT id, storage_key AS "storageKey" FROM marked`;

const MARK_UPLOAD = marking(`f.state = 'uploading'`);
const MARK_UNATTACHED = marking(`f.state = 'stored' AND f.attached_at IS NULL AND f.owner_id = $2`);
const MARK_OUTDATED = marking(`(${IS_DUE}) OR (${IS_UNSHOWN})`);

/** Files on their way out: marked first, so that nobody gets them and their room is free; the row goes when the content has gone. */
@Injectable()
export class RemovalRepository {
  constructor(private readonly database: Database) {}

  /** An upload that came to nothing. */
  markUpload(id: string): Promise<Removed | undefined> {
    return this.mark(MARK_UPLOAD, [id]);
  }

  /** A file that was never shown, for its owner. */
  markUnattached(id: string, ownerId: string): Promise<Removed | undefined> {
    return this.mark(MARK_UNATTACHED, [id, ownerId]);
  }

  /** A file of `outdated`, unless it is not any more or another node has it. */
  markOutdated(id: string): Promise<Removed | undefined> {
    return this.mark(MARK_OUTDATED, [id]);
  }

  /** At most so many files that may be removed. */
  async outdated(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `(SELECT f.id FROM files f WHERE ${IS_DUE} ORDER BY f.due_at LIMIT $1)
       UNION ALL (SELECT f.id FROM files f WHERE ${IS_UNSHOWN} LIMIT $1) LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Its content is gone. */
  async forget(id: string): Promise<void> {
    await this.database.query(`DELETE FROM files WHERE id = $1 AND state = 'removing'`, [id]);
  }

  private async mark(statement: string, parameters: readonly string[]): Promise<Removed | undefined> {
    const [removed] = await this.database.query<Removed>(statement, parameters);
    return removed;
  }
}
