import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';

/** A file whose content is to be removed. */
export interface Removed {
  readonly id: string;
  readonly storageKey: string;
}

/** Those of a page of files that may be removed, and where the next page begins; null after the last. */
export interface Forsaken {
  readonly ids: readonly string[];
  readonly next: string | null;
}

/** After so long whoever was removing it has failed, and it is tried again. */
const RETRY = `interval '5 minutes'`;
/** Nobody can read what a closed room showed, nor open it again; so long its uploader may wonder where the file has gone. */
const CLOSED = `interval '7 days'`;

/** Its time is over: it never was finished, was never shown, or its content could not be removed the last time. */
const IS_DUE = `f.due_at <= now()`;
/** A message shows it in a room of which this holds. */
const isShownWhere = (condition: string) => `EXISTS (
    SELECT FROM attachments a JOIN messages m ON m.id = a.message_id JOIN rooms r ON r.id = m.room_id
    WHERE a.file_id = f.id AND (${condition}))`;
/**
 * No message shows it any more where anybody could see it. Who shows it just now has moved \`attached_at\`; the row, once it is locked, is
 * looked at again, while the messages are those that were there before.
 */
const IS_FORSAKEN = `f.state = 'stored' AND f.due_at IS NULL AND f.attached_at < now() - interval '1 minute'
  AND NOT ${isShownWhere(`r.closed_at IS NULL OR r.closed_at > now() - ${CLOSED}`)}`;
/** It is in a closed room alone, where it stays: a file that a message shows can be shown in no other. */
const IS_SHUT_AWAY = `${isShownWhere('r.closed_at IS NOT NULL')} AND NOT ${isShownWhere('r.closed_at IS NULL')}`;

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
),
hidden AS (
  DELETE FROM attachments a USING target WHERE a.file_id = target.id
)
SELECT id, storage_key AS "storageKey" FROM marked`;

const MARK_UPLOAD = marking(`f.state = 'uploading'`);
const MARK_UNSEEN = marking(`f.state = 'stored' AND f.owner_id = $2 AND (f.attached_at IS NULL OR (${IS_SHUT_AWAY}))`);
const MARK_OUTDATED = marking(`(${IS_DUE}) OR (${IS_FORSAKEN})`);

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
/** In the order of the ids, so that each look takes as long as a page, however many files there are. */
const FORSAKEN = `
WITH page AS MATERIALIZED (
  SELECT f.id, f.state, f.due_at, f.attached_at FROM files f WHERE f.id > $1::uuid ORDER BY f.id LIMIT $2
)
SELECT ARRAY(SELECT f.id::text FROM page f WHERE ${IS_FORSAKEN} ORDER BY f.id) AS ids,
  (SELECT f.id FROM page f ORDER BY f.id OFFSET $2 - 1) AS next`;

/** Files on their way out: marked first, so that nobody gets them and their room is free; the row goes when the content has gone. */
@Injectable()
export class RemovalRepository {
  constructor(private readonly database: Database) {}

  /** An upload that came to nothing. */
  markUpload(id: string): Promise<Removed | undefined> {
    return this.mark(MARK_UPLOAD, [id]);
  }

  /** A file that was never shown, or is in a closed room, for its owner. */
  markUnseen(id: string, ownerId: string): Promise<Removed | undefined> {
    return this.mark(MARK_UNSEEN, [id, ownerId]);
  }

  /** A file of `due` or `forsaken`, unless it is not any more or another node has it. */
  markOutdated(id: string): Promise<Removed | undefined> {
    return this.mark(MARK_OUTDATED, [id]);
  }

  /** At most so many files whose time is over. */
  async due(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT f.id FROM files f WHERE ${IS_DUE} ORDER BY f.due_at LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Those of the next so many files that no message shows any more, or only in a room that was closed long ago. */
  async forsaken(after: string | null, limit: number): Promise<Forsaken> {
    const [page] = await this.database.query<Forsaken>(FORSAKEN, [after ?? BEFORE_ALL, limit]);
    return page ?? { ids: [], next: null };
  }

  /** Whether it is there to be read. */
  async isStored(id: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT FROM files WHERE id = $1 AND state = 'stored'`, [id]);
    return rows.length > 0;
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
