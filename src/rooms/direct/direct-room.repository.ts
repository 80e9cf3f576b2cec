import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import { ROOM_COLUMNS, type RoomRow } from '../room-row.js';
import { PEOPLE_COLUMN, type WithPeople } from './contacts.js';
import type { Pair } from './pair.js';

const PLACES = 2;

export type DirectRoomRow = RoomRow & WithPeople;

/** The rooms of pairs. */
@Injectable()
export class DirectRoomRepository {
  constructor(private readonly database: Database) {}

  async findOf(pair: Pair, queries: Pick<Transaction, 'query'> = this.database): Promise<DirectRoomRow | undefined> {
    const sql = `SELECT ${ROOM_COLUMNS}, ${PEOPLE_COLUMN} FROM rooms r WHERE r.pair = $1::text[]`;
    const [room] = await queries.query<DirectRoomRow>(sql, [pair]);
    return room;
  }

  /** Both are members from the beginning. Call it under the pair's lock; where there is such a room already nothing happens. */
  async insert(tx: Transaction, id: string, pair: Pair): Promise<void> {
    await tx.query(
      `WITH made AS (
         INSERT INTO rooms (id, kind, visibility, capacity, pair) VALUES ($1, 'direct', 'private', ${PLACES}, $2::text[])
         ON CONFLICT DO NOTHING RETURNING id
       )
       INSERT INTO room_members (room_id, user_id) SELECT made.id, person FROM made, unnest($2::text[]) person`,
      [id, pair],
    );
  }
}
