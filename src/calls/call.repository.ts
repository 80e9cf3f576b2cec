import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/index.js';
import type { CallEndReason, CallKind } from '../protocol/index.js';
import { CALL_COLUMNS, PARTY_COLUMNS, type CallRecord, type PartyRow, type Queries } from './call-record.js';
import type { CallEntity } from './call.entity.js';

export interface NewCall {
  readonly id: string;
  readonly roomId: string;
  readonly isRoomCall: boolean;
  readonly kind: CallKind;
  readonly callerId: string;
  readonly offer: unknown;
  readonly metadata: Record<string, unknown> | null;
  /** Null: it rings for nobody, and waits as long as somebody is in it. */
  readonly ringMs: number | null;
}

type Row = Omit<CallEntity, 'roomId'> & { roomId: string; key: string | null; code: string | null };

/** Whoever changes a call locks its row first, then those of its people. Times are of the moment, not of a transaction that had to wait. */
@Injectable()
export class CallRepository {
  constructor(private readonly database: Database) {}

  find(id: string, queries: Queries = this.database): Promise<CallRecord | undefined> {
    return this.load(queries, 'WHERE c.id = $1', [id]);
  }

  lock(tx: Transaction, id: string): Promise<CallRecord | undefined> {
    return this.load(tx, 'WHERE c.id = $1 FOR NO KEY UPDATE OF c', [id]);
  }

  /** The one live call that the person is in, or is rung for. */
  liveOf(userId: string, queries: Queries = this.database): Promise<CallRecord | undefined> {
    return this.load(
      queries,
      `JOIN call_participants p ON p.call_id = c.id WHERE p.user_id = $1 AND p.state <> 'left' AND c.ended_at IS NULL`,
      [userId],
    );
  }

  liveIn(roomId: string, queries: Queries = this.database): Promise<CallRecord | undefined> {
    return this.load(queries, 'WHERE c.room_id = $1 AND c.ended_at IS NULL', [roomId]);
  }

  /** The calls that are under way in these rooms; none of two. */
  roomCallsIn(roomIds: readonly string[]): Promise<CallRecord[]> {
    return this.loadAll(this.database, 'WHERE c.room_id = ANY($1) AND c.ended_at IS NULL AND c.is_room_call', [roomIds]);
  }

  /** Before the call, where it matters who belongs to the room or blocks whom: everybody locks the room first. */
  async lockRoom(tx: Transaction, roomId: string): Promise<void> {
    await tx.query('SELECT id FROM rooms WHERE id = $1 FOR NO KEY UPDATE', [roomId]);
  }

  /** Those that have rung for their time. */
  async overdue(): Promise<string[]> {
    const calls = await this.database.query<{ id: string }>('SELECT id FROM calls WHERE deadline_at <= clock_timestamp()');
    return calls.map(({ id }) => id);
  }

  /** False where the room has a live call already. */
  async insert(tx: Transaction, call: NewCall): Promise<boolean> {
    const inserted = await tx.query(
      `INSERT INTO calls (id, room_id, is_room_call, kind, state, caller_id, offer, metadata, started_at, deadline_at)
       VALUES ($1, $2, $3, $4, 'ringing', $5, $6, $7, clock_timestamp(), clock_timestamp() + $8::integer * interval '1 millisecond')
       ON CONFLICT (room_id) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
      [call.id, call.roomId, call.isRoomCall, call.kind, call.callerId, json(call.offer), json(call.metadata), call.ringMs],
    );
    return inserted.length > 0;
  }

  async accepted(tx: Transaction, id: string, answer: unknown, metadata: Record<string, unknown> | null): Promise<void> {
    await tx.query(
      `UPDATE calls SET state = 'connecting', accepted_at = clock_timestamp(), deadline_at = NULL, answer = $2, answer_metadata = $3
       WHERE id = $1`,
      [id, json(answer), json(metadata)],
    );
  }

  /** The first answer has passed. False where it had already. */
  async activate(id: string, queries: Queries = this.database): Promise<boolean> {
    const active = await queries.query(`UPDATE calls SET state = 'active' WHERE id = $1 AND state = 'connecting' RETURNING id`, [
      id,
    ]);
    return active.length > 0;
  }

  /** Nobody is in it any more, and nothing of what was said between its people is kept. */
  async end(tx: Transaction, id: string, endReason: CallEndReason, endedBy: string | null): Promise<void> {
    await tx.query(
      `UPDATE calls SET state = 'ended', ended_at = clock_timestamp(), end_reason = $2, ended_by = $3, deadline_at = NULL,
         offer = NULL, metadata = NULL, answer = NULL, answer_metadata = NULL WHERE id = $1`,
      [id, endReason, endedBy],
    );
    // In the order of people, as everybody who takes several of them.
    await tx.query(
      `UPDATE call_participants p SET state = 'left', connection_id = NULL, until_at = NULL
       FROM (SELECT user_id FROM call_participants WHERE call_id = $1 AND state <> 'left' ORDER BY user_id FOR UPDATE) live
       WHERE p.call_id = $1 AND p.user_id = live.user_id`,
      [id],
    );
    await tx.query('DELETE FROM call_signals WHERE call_id = $1', [id]);
  }

  /** Calls that are over, newest first. */
  async historyOf(userId: string, before: string | undefined, limit: number): Promise<CallRecord[]> {
    return this.loadAll(
      this.database,
      `JOIN call_participants p ON p.call_id = c.id WHERE p.user_id = $1 AND ($2::uuid IS NULL OR p.call_id < $2)
         AND c.ended_at IS NOT NULL ORDER BY p.call_id DESC LIMIT $3`,
      [userId, before ?? null, limit],
    );
  }

  async countLive(): Promise<number> {
    const [row] = await this.database.query<{ live: number }>('SELECT count(*) AS live FROM calls WHERE ended_at IS NULL');
    return row?.live ?? 0;
  }

  private async load(queries: Queries, where: string, parameters: readonly unknown[]): Promise<CallRecord | undefined> {
    return (await this.loadAll(queries, where, parameters))[0];
  }

  private async loadAll(queries: Queries, where: string, parameters: readonly unknown[]): Promise<CallRecord[]> {
    const rows = await queries.query<Row>(
      `SELECT ${CALL_COLUMNS} FROM calls c JOIN rooms r ON r.id = c.room_id ${where}`,
      parameters,
    );
    if (rows.length === 0) return [];
    // OFFSET: the people of each are looked up, where PostgreSQL would read those of all calls there are.
    const parties = await queries.query<PartyRow & { callId: string }>(
      `SELECT p.call_id AS "callId", ${PARTY_COLUMNS} FROM unnest($1::uuid[], $2::text[]) AS c (id, caller_id)
         CROSS JOIN LATERAL (SELECT * FROM call_participants WHERE call_id = c.id OFFSET 0) p
       ORDER BY (p.user_id = c.caller_id) DESC, p.joined_at NULLS LAST, p.user_id`,
      [rows.map(({ id }) => id), rows.map(({ callerId }) => callerId)],
    );
    return rows.map(({ roomId, key, code, ...row }) => ({
      ...row,
      room: { id: roomId, key, code },
      parties: parties.filter(({ callId }) => callId === row.id).map(({ callId: _, ...party }) => party),
    }));
  }
}

/** Null stays SQL's null, whatever the driver would make of a text or a list. */
export function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
