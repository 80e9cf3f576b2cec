import { Injectable } from '@nestjs/common';
import { BatchLoader } from '../common/batch-loader.js';
import type { MemberRole } from '../protocol/index.js';
import { Database, type Transaction } from '../database/index.js';
import { RoomEntity } from './room.entity.js';
import { PEOPLE_COLUMN, type WithPeople } from './direct/contacts.js';
import { ROOM_COLUMNS, ROOMS_OF_MEMBERS, type RoomRow } from './room-row.js';

/** One room of somebody's list. */
export type RoomOfMember = RoomRow & { role: MemberRole; readSeq: number };
export type NewRoom = Pick<
  RoomEntity,
  'id' | 'kind' | 'key' | 'code' | 'title' | 'visibility' | 'capacity' | 'idleSeconds' | 'entry'
>;

const EXPIRED = `(r.idle_seconds IS NOT NULL AND r.last_active_at + r.idle_seconds * interval '1 second' <= now())`;

/** No room expires so soon after it was used. */
const LATELY = `interval '15 seconds'`;

/** A page of somebody's list. */
interface ListAsked {
  readonly userId: string;
  readonly before: string | null;
  readonly limit: number;
}

/** Rooms looked up by one statement. */
const KEYS_AT_ONCE = 500;
/** Pages looked up by one statement: each may have a hundred rooms, and reading them must not hold up the event loop. */
const LISTS_AT_ONCE = 50;

@Injectable()
export class RoomRepository {
  private readonly lists = new BatchLoader((asked: readonly ListAsked[]) => this.listAll(asked), LISTS_AT_ONCE);

  private readonly keys = new BatchLoader((keys: readonly string[]) => this.findAllByKey(keys), KEYS_AT_ONCE);

  constructor(private readonly database: Database) {}

  /** Of a conversation of two also whose it is. */
  async findOpenById(id: string): Promise<(RoomRow & WithPeople) | undefined> {
    const [room] = await this.database.query<RoomRow & WithPeople>(
      `SELECT ${ROOM_COLUMNS}, ${PEOPLE_COLUMN} FROM rooms r WHERE r.id = $1 AND r.closed_at IS NULL`,
      [id],
    );
    return room;
  }

  findOpenByKey(key: string): Promise<RoomRow | undefined> {
    return this.keys.find(key);
  }

  /** `isExpired`: unused for too long, and only not swept yet. */
  async findOpenByCode(code: string): Promise<(RoomRow & { isExpired: boolean }) | undefined> {
    const [room] = await this.database.query<RoomRow & { isExpired: boolean }>(
      `SELECT ${ROOM_COLUMNS}, ${EXPIRED} AS "isExpired" FROM rooms r WHERE r.code = $1 AND r.closed_at IS NULL`,
      [code],
    );
    return room;
  }

  /** Whether a room had that code that is closed now, or changed it: people in it go on trying it when they come back. */
  async hadCode(code: string): Promise<boolean> {
    const [had] = await this.database.query<{ had: boolean }>(
      `SELECT EXISTS (SELECT FROM rooms r WHERE r.code = $1 AND r.closed_at IS NOT NULL)
         OR EXISTS (SELECT FROM rooms r WHERE r.former_code = $1) AS had`,
      [code],
    );
    return had?.had === true;
  }

  /** Makes everybody else who wants to change this room or its members wait until the transaction ends. */
  async lock(tx: Transaction, id: string): Promise<RoomRow | undefined> {
    const [room] = await tx.query<RoomRow>(
      `SELECT ${ROOM_COLUMNS} FROM rooms r WHERE r.id = $1 AND r.closed_at IS NULL FOR NO KEY UPDATE`,
      [id],
    );
    return room;
  }

  /** Makes those wait who want to change this room or its members, and nobody else who only looks, until the transaction ends. */
  async share(tx: Transaction, id: string): Promise<RoomRow | undefined> {
    const [room] = await tx.query<RoomRow>(
      `SELECT ${ROOM_COLUMNS} FROM rooms r WHERE r.id = $1 AND r.closed_at IS NULL FOR SHARE`,
      [id],
    );
    return room;
  }

  /** Undefined when an open room already has the key or the code. */
  async insert(tx: Transaction, room: NewRoom): Promise<RoomRow | undefined> {
    const [row] = await tx.query<RoomRow>(
      `INSERT INTO rooms AS r (id, kind, key, code, title, visibility, capacity, idle_seconds, entry)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING ${ROOM_COLUMNS}`,
      [room.id, room.kind, room.key, room.code, room.title, room.visibility, room.capacity, room.idleSeconds, room.entry],
    );
    return row;
  }

  /** Also gives the moment, by the database's clock in microseconds. */
  async markUsed(tx: Transaction, id: string): Promise<RoomRow & { moment: number }> {
    const [room] = await tx.query<RoomRow & { moment: number }>(
      `UPDATE rooms r SET last_active_at = now() WHERE r.id = $1
       RETURNING ${ROOM_COLUMNS}, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS moment`,
      [id],
    );
    if (room === undefined) throw new Error('A locked room is gone');
    return room;
  }

  /**
   * The open rooms that somebody is a member of, most recently used first; a direct room begins with its first message. `before` is the id of
   * the last one of the page before.
   */
  listOf(userId: string, before: string | undefined, limit: number): Promise<RoomOfMember[]> {
    return this.lists.find({ userId, before: before ?? null, limit });
  }

  /**
   * Says that these rooms are in use, unless that was said a moment ago, by another node maybe; gives those of them that are open. Locks in
   * the order of ids, as everybody does.
   */
  async keepOpen(ids: readonly string[]): Promise<string[]> {
    const rooms = await this.database.query<{ id: string }>(
      `WITH kept AS
         (UPDATE rooms r SET last_active_at = now() FROM
            (SELECT id FROM rooms WHERE id = ANY($1::uuid[]) AND closed_at IS NULL
               AND last_active_at <= now() - ${LATELY} ORDER BY id FOR NO KEY UPDATE) used
          WHERE r.id = used.id)
       SELECT id FROM rooms WHERE id = ANY($1::uuid[]) AND closed_at IS NULL`,
      [ids],
    );
    return rooms.map(({ id }) => id);
  }

  /** Closes what nobody has used for its time, and gives what it closed. */
  async closeExpired(tx: Transaction): Promise<RoomRow[]> {
    return tx.query<RoomRow>(
      `UPDATE rooms r SET closed_at = now(), close_reason = 'expired' FROM
         (SELECT r.id FROM rooms r WHERE r.closed_at IS NULL AND ${EXPIRED}
          ORDER BY r.id FOR NO KEY UPDATE) unused
       WHERE r.id = unused.id RETURNING ${ROOM_COLUMNS}`,
    );
  }

  private async findAllByKey(keys: readonly string[]): Promise<(RoomRow | undefined)[]> {
    const rooms = await this.database.query<RoomRow>(
      `SELECT ${ROOM_COLUMNS} FROM rooms r WHERE r.key = ANY($1::text[]) AND r.closed_at IS NULL`,
      [[...new Set(keys)]],
    );
    const found = new Map(rooms.map((room) => [room.key, room]));
    return keys.map((key) => found.get(key));
  }

  private async listAll(asked: readonly ListAsked[]): Promise<RoomOfMember[][]> {
    const rows = await this.database.query<RoomOfMember & { n: number }>(
      `SELECT asked.n, listed.*
       FROM unnest($1::text[], $2::uuid[], $3::int[]) WITH ORDINALITY AS asked (user_id, before, most, n)
         CROSS JOIN LATERAL (
           SELECT ${ROOM_COLUMNS}, m.role, m.read_seq AS "readSeq" FROM room_members m ${ROOMS_OF_MEMBERS}
           WHERE m.user_id = asked.user_id AND NOT m.banned AND r.closed_at IS NULL AND (r.kind <> 'direct' OR r.last_seq > 0)
             AND (asked.before IS NULL
               OR (r.last_active_at, r.id) < (SELECT b.last_active_at, b.id FROM rooms b WHERE b.id = asked.before))
           ORDER BY r.last_active_at DESC, r.id DESC LIMIT asked.most
         ) listed
       ORDER BY asked.n, listed."lastActiveAt" DESC, listed.id DESC`,
      [asked.map(({ userId }) => userId), asked.map(({ before }) => before), asked.map(({ limit }) => limit)],
    );
    const lists = asked.map((): RoomOfMember[] => []);
    for (const { n, ...room } of rows) lists[n - 1]?.push(room);
    return lists;
  }
}
