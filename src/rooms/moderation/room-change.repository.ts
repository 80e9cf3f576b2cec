import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/index.js';
import type { UpdateRoom } from '../../protocol/index.js';
import { ROOM_COLUMNS, type RoomRow } from '../room-row.js';

/** Rooms as their moderators change them. Whoever changes one holds its lock. */
@Injectable()
export class RoomChangeRepository {
  /** What is absent stays as it is; an empty title is none. */
  async update(tx: Transaction, id: string, { title, locked, capacity, entry }: Omit<UpdateRoom, 'room'>): Promise<RoomRow> {
    return one(
      await tx.query<RoomRow>(
        `UPDATE rooms r SET title = CASE WHEN $2::text IS NULL THEN r.title ELSE nullif($2, '') END,
           locked = coalesce($3, r.locked), capacity = coalesce($4, r.capacity), entry = coalesce($5, r.entry)
         WHERE r.id = $1 RETURNING ${ROOM_COLUMNS}`,
        [id, title ?? null, locked ?? null, capacity ?? null, entry ?? null],
      ),
    );
  }

  async setCode(tx: Transaction, id: string, code: string): Promise<RoomRow> {
    return one(
      await tx.query<RoomRow>(`UPDATE rooms r SET former_code = r.code, code = $2 WHERE r.id = $1 RETURNING ${ROOM_COLUMNS}`, [
        id,
        code,
      ]),
    );
  }

  async close(tx: Transaction, id: string): Promise<RoomRow> {
    return one(
      await tx.query<RoomRow>(
        `UPDATE rooms r SET closed_at = now(), close_reason = 'closed' WHERE r.id = $1 RETURNING ${ROOM_COLUMNS}`,
        [id],
      ),
    );
  }
}

function one([room]: RoomRow[]): RoomRow {
  if (room === undefined) throw new Error('A locked room is gone');
  return room;
}
