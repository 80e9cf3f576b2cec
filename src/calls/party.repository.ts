import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/index.js';
import type { CallStats } from '../protocol/index.js';

/** Somebody by the connection that they take part with. */
export interface Joining {
  readonly userId: string;
  readonly guestName: string | null;
  readonly connectionId: string;
}

export interface Dropped {
  readonly callId: string;
  readonly userId: string;
}

export interface Late extends Dropped {
  readonly untilAt: Date;
}

/** Somebody in a live call, who has just connected. */
export interface Returning {
  readonly callId: string;
  readonly userId: string;
  readonly state: 'invited' | 'joined' | 'reconnecting';
  /** Null: none yet; they accepted without one, or it still rings for them. */
  readonly connectionId: string | null;
  /** Milliseconds since it began to ring. */
  readonly startedMsAgo: number;
  /** Milliseconds since they joined the call. */
  readonly joinedMsAgo: number | null;
  /** Their node has not said for so long that their connection is there that it must be gone, or so must the node. */
  readonly isLapsed: boolean;
}

/** How long a connection counts as there after its node last said so. */
const LEASE_MS = 10_000;
const LEASE = `${LEASE_MS} * interval '1 millisecond'`;
const LAPSED = `p.seen_at < clock_timestamp() - ${LEASE}`;

/** The people of calls. */
@Injectable()
export class PartyRepository {
  constructor(private readonly database: Database) {}

  /** Those of the two who are in no other call: they are in this one now. In the order of ids, so that two calls can't wait for each other. */
  async take(
    tx: Transaction,
    callId: string,
    caller: Joining,
    callee: { userId: string; guestName: string | null },
  ): Promise<Set<string>> {
    const taken = await tx.query<{ userId: string }>(
      `INSERT INTO call_participants (call_id, user_id, guest_name, state, connection_id, joined_at, seen_at)
       SELECT * FROM (VALUES ($1::uuid, $2::text, $3::text, 'joined', $4::text, clock_timestamp(), clock_timestamp()),
         ($1, $5, $6, 'invited', NULL, NULL, NULL)) AS two (call_id, user_id) ORDER BY two.user_id
       ON CONFLICT (user_id) WHERE state <> 'left' DO NOTHING RETURNING user_id AS "userId"`,
      [callId, caller.userId, caller.guestName, caller.connectionId, callee.userId, callee.guestName],
    );
    return new Set(taken.map(({ userId }) => userId));
  }

  /** Whom it could not ring for stands in the history all the same. */
  async miss(tx: Transaction, callId: string, callee: { userId: string; guestName: string | null }): Promise<void> {
    await tx.query(`INSERT INTO call_participants (call_id, user_id, guest_name, state) VALUES ($1, $2, $3, 'left')`, [
      callId,
      callee.userId,
      callee.guestName,
    ]);
  }

  /** By this connection they take part from now on, whatever they were before. Runs into `LIVE_PARTICIPANT` where they are in another call. */
  async join(tx: Transaction, callId: string, { userId, guestName, connectionId }: Joining): Promise<void> {
    await tx.query(
      `INSERT INTO call_participants AS p (call_id, user_id, guest_name, state, connection_id, joined_at, seen_at)
       VALUES ($1, $2, $3, 'joined', $4, clock_timestamp(), clock_timestamp())
       ON CONFLICT (call_id, user_id) DO UPDATE SET state = 'joined', guest_name = excluded.guest_name,
         connection_id = excluded.connection_id, until_at = NULL, seen_at = excluded.seen_at,
         joined_at = CASE WHEN p.state IN ('joined', 'reconnecting') THEN p.joined_at ELSE excluded.joined_at END`,
      [callId, userId, guestName, connectionId],
    );
  }

  /** They take part, by a connection that is yet to come: so long they have for it. */
  async joinAway(tx: Transaction, callId: string, userId: string, graceMs: number): Promise<void> {
    await tx.query(
      `UPDATE call_participants SET state = 'reconnecting', connection_id = NULL, joined_at = clock_timestamp(),
         seen_at = clock_timestamp(), until_at = clock_timestamp() + $3::integer * interval '1 millisecond'
       WHERE call_id = $1 AND user_id = $2`,
      [callId, userId, graceMs],
    );
  }

  async leave(tx: Transaction, callId: string, userId: string): Promise<void> {
    await tx.query(
      `UPDATE call_participants SET state = 'left', connection_id = NULL, until_at = NULL WHERE call_id = $1 AND user_id = $2`,
      [callId, userId],
    );
    await tx.query('DELETE FROM call_signals WHERE call_id = $1 AND to_id = $2', [callId, userId]);
  }

  /** Who is to hear that it ends: those who are in it, and who has left it but not its room. */
  async hearersOfEnd(tx: Transaction, callId: string): Promise<string[]> {
    const hearers = await tx.query<{ userId: string }>(
      `SELECT p.user_id AS "userId" FROM call_participants p JOIN calls c ON c.id = p.call_id
       WHERE p.call_id = $1 AND (p.state <> 'left' OR EXISTS
         (SELECT FROM room_members m WHERE m.room_id = c.room_id AND m.user_id = p.user_id AND NOT m.banned))`,
      [callId],
    );
    return hearers.map(({ userId }) => userId);
  }

  /** The connection is gone: from now on the grace runs for whoever took part by it. */
  async drop(connectionId: string, graceMs: number): Promise<Dropped[]> {
    return this.database.query<Dropped>(
      `UPDATE call_participants SET state = 'reconnecting', seen_at = clock_timestamp(),
         until_at = clock_timestamp() + $2::integer * interval '1 millisecond'
       WHERE connection_id = $1 AND state <> 'left' AND state = 'joined' RETURNING call_id AS "callId", user_id AS "userId"`,
      [connectionId, graceMs],
    );
  }

  /**
   * As `drop`, of those whose node is gone. While a call rings for somebody its deadline alone decides: a caller whom a restart cut off
   * is told that nobody answered. A room's call has none.
   */
  async dropLapsed(graceMs: number): Promise<Dropped[]> {
    return this.database.query<Dropped>(
      `UPDATE call_participants p SET state = 'reconnecting',
         until_at = clock_timestamp() + $1::integer * interval '1 millisecond'
       FROM (SELECT p.call_id, p.user_id FROM call_participants p JOIN calls c ON c.id = p.call_id
         WHERE p.state <> 'left' AND p.state = 'joined' AND ${LAPSED} AND c.deadline_at IS NULL
         ORDER BY p.user_id FOR UPDATE OF p SKIP LOCKED) gone
       WHERE p.call_id = gone.call_id AND p.user_id = gone.user_id RETURNING p.call_id AS "callId", p.user_id AS "userId"`,
      [graceMs],
    );
  }

  /** Their grace is over. */
  async late(): Promise<Late[]> {
    return this.database.query<Late>(
      `SELECT p.call_id AS "callId", p.user_id AS "userId", p.until_at AS "untilAt" FROM call_participants p
       WHERE p.state <> 'left' AND p.state = 'reconnecting' AND p.until_at <= clock_timestamp()`,
    );
  }

  /** Says that these connections are there. Gives those by which somebody takes part, and who of them had been given up meanwhile. */
  async renew(connectionIds: readonly string[]): Promise<(Dropped & { connectionId: string; wasGivenUp: boolean })[]> {
    return this.database.query(
      `UPDATE call_participants p SET seen_at = clock_timestamp(), state = 'joined', until_at = NULL
       FROM (SELECT p.call_id, p.user_id, p.state FROM call_participants p
         WHERE p.state <> 'left' AND p.connection_id = ANY($1) AND p.state IN ('joined', 'reconnecting')
         ORDER BY p.user_id FOR UPDATE) known
       WHERE p.call_id = known.call_id AND p.user_id = known.user_id
       RETURNING p.call_id AS "callId", p.user_id AS "userId", p.connection_id AS "connectionId",
         known.state = 'reconnecting' AS "wasGivenUp"`,
      [connectionIds],
    );
  }

  /** No connection of before is there any more. */
  async lapseAll(): Promise<void> {
    await this.database.query(
      `UPDATE call_participants SET seen_at = seen_at - ${LEASE} WHERE state <> 'left' AND state = 'joined'`,
    );
  }

  /** What live calls these people are in. */
  async returning(userIds: readonly string[]): Promise<Returning[]> {
    return this.database.query<Returning>(
      `SELECT p.call_id AS "callId", p.user_id AS "userId", p.state, p.connection_id AS "connectionId",
         ${millisecondsSince('c.started_at')} AS "startedMsAgo", ${millisecondsSince('p.joined_at')} AS "joinedMsAgo",
         coalesce(${LAPSED}, false) AS "isLapsed"
       FROM call_participants p JOIN calls c ON c.id = p.call_id WHERE p.user_id = ANY($1) AND p.state <> 'left'`,
      [userIds],
    );
  }

  /** Where somebody takes part in a call of the room, and did before that moment; in microseconds, as in `Revocation`. */
  async inRoomBefore(userId: string, roomId: string, moment: number): Promise<string | undefined> {
    const [party] = await this.database.query<{ callId: string }>(
      `SELECT p.call_id AS "callId" FROM call_participants p JOIN calls c ON c.id = p.call_id
       WHERE p.user_id = $1 AND p.state <> 'left' AND c.room_id = $2 AND c.is_room_call
         AND p.joined_at <= 'epoch'::timestamptz + $3::bigint * interval '1 microsecond'`,
      [userId, roomId, moment],
    );
    return party?.callId;
  }

  async keepStats(callId: string, userId: string, stats: CallStats): Promise<void> {
    await this.database.query('UPDATE call_participants SET stats = $3 WHERE call_id = $1 AND user_id = $2', [
      callId,
      userId,
      JSON.stringify(stats),
    ]);
  }
}

function millisecondsSince(column: string): string {
  return `(extract(epoch FROM clock_timestamp() - ${column}) * 1000)::float8`;
}
