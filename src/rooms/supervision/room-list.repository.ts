import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { SupervisedKind } from '../../protocol/index.js';
import type { RoomEntity } from '../room.entity.js';

/** Counting more members than that would cost more than it tells. */
const COUNTED_MEMBERS = 1_000;
const COUNTED_ROOMS = 10_000;

export interface ListedRoom extends Pick<
  RoomEntity,
  'id' | 'key' | 'code' | 'title' | 'visibility' | 'createdAt' | 'lastActiveAt' | 'closedAt' | 'lastSeq'
> {
  readonly kind: SupervisedKind;
  readonly members: number;
}

/** One found by its title stands by that. */
export type NamedRoom = ListedRoom & { readonly titleKey: string };

/** Which rooms are asked for. */
export interface RoomsAsked {
  readonly kinds: readonly SupervisedKind[];
  /** Absent: open or closed. */
  readonly open: boolean | undefined;
}

const COLUMNS = `r.id, r.kind, r.key, r.code, r.title, r.visibility, r.created_at AS "createdAt", r.last_active_at AS "lastActiveAt",
  r.closed_at AS "closedAt", r.last_seq AS "lastSeq",
  (SELECT count(*) FROM (SELECT FROM room_members m WHERE m.room_id = r.id AND NOT m.banned LIMIT ${COUNTED_MEMBERS}) m) AS members`;
/** As the index `rooms_title_search_idx` has it, to the letter. */
const TITLE = `left(lower(normalize(r.title, NFKC)), 64) COLLATE "C"`;
const ASKED = `r.kind = ANY($1::text[]) AND ($2::boolean IS NULL OR (r.closed_at IS NULL) = $2)`;

/** The newest of one kind that are in that state, read from the end of an index. */
const newestThat = (state: string): string => `
  SELECT asked.kind, found.id FROM unnest($1::text[]) AS asked (kind) CROSS JOIN LATERAL (
    SELECT id FROM rooms WHERE kind = asked.kind AND closed_at ${state} AND id < $3::uuid ORDER BY id DESC LIMIT $4) found
  WHERE $2::boolean IS NULL OR $2 = ${state === 'IS NULL' ? 'true' : 'false'}`;

/** Rooms as administrators look for them: all but conversations of two. */
@Injectable()
export class RoomListRepository {
  constructor(private readonly database: Database) {}

  /** Those made before the one of that id, newest first. */
  newest({ kinds, open }: RoomsAsked, beforeId: string, limit: number): Promise<ListedRoom[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM (
         SELECT id FROM (${newestThat('IS NULL')} UNION ALL ${newestThat('IS NOT NULL')}) newest ORDER BY id DESC LIMIT $4) page
         CROSS JOIN LATERAL (SELECT * FROM rooms WHERE id = page.id OFFSET 0) r
       ORDER BY r.id DESC`,
      [kinds, open ?? null, beforeId, limit],
    );
  }

  /** Those whose title begins so, in the order of their titles. `pattern` is one of LIKE. */
  titled(
    { kinds, open }: RoomsAsked,
    pattern: string,
    behind: { readonly titleKey: string; readonly id: string },
    limit: number,
  ): Promise<NamedRoom[]> {
    return this.database.query(
      `SELECT ${COLUMNS}, ${TITLE} AS "titleKey" FROM rooms r
       WHERE r.title IS NOT NULL AND r.kind <> 'direct' AND ${TITLE} LIKE lower($3::text) AND (${TITLE}, r.id) > ($4, $5::uuid)
         AND ${ASKED}
       ORDER BY ${TITLE}, r.id LIMIT $6`,
      [kinds, open ?? null, pattern, behind.titleKey, behind.id, limit],
    );
  }

  /** The one of that id, and those that are open of that code and that key. Null is no name. */
  called(
    { kinds, open }: RoomsAsked,
    names: { readonly id: string | null; readonly code: string | null; readonly key: string },
  ): Promise<ListedRoom[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM (
         SELECT id FROM rooms WHERE id = $3::uuid
         UNION SELECT id FROM rooms WHERE code = $4 AND closed_at IS NULL
         UNION SELECT id FROM rooms WHERE key = $5 AND closed_at IS NULL) called
         CROSS JOIN LATERAL (SELECT * FROM rooms WHERE id = called.id OFFSET 0) r
       WHERE ${ASKED} ORDER BY r.id DESC`,
      [kinds, open ?? null, names.id, names.code, names.key],
    );
  }

  /** Rooms that somebody is a member of. */
  async countOf(userId: string): Promise<number> {
    const [row] = await this.database.query<{ rooms: number }>(
      `SELECT count(*) AS rooms FROM
         (SELECT FROM room_members WHERE user_id = $1 AND NOT banned LIMIT ${COUNTED_ROOMS}) m`,
      [userId],
    );
    return row?.rooms ?? 0;
  }
}
