import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { CANDIDATES, type Role, type SignalType } from '../../protocol/index.js';
import { json } from '../call.repository.js';

/** For whom a signal is kept, and by which connection they take part, if they do. */
export interface Receiver {
  readonly toId: string;
  readonly connectionId: string | null;
}

export interface NewSignal {
  readonly callId: string;
  readonly fromId: string;
  readonly connectionId: string;
  /** Null: the other of two. */
  readonly toId: string | null;
  readonly type: SignalType;
  readonly data: unknown;
  readonly bytes: number;
}

/** A signal that has come, and who it is from. */
export interface ComingSignal {
  readonly id: number;
  readonly connectionId: string;
  readonly type: SignalType;
  readonly data: unknown;
  readonly fromId: string;
  readonly guestName: string | null;
  readonly username: string | null;
  readonly name: string | null;
  readonly avatarUrl: string | null;
  readonly role: Role | null;
}

/** Of all that waits for one party of a call. */
export const WAITING_BYTES = 512 * 1024;
/** How long a signal waits for somebody who is reconnecting; for who has not accepted yet, as long as it rings and from then on. */
const KEPT_SECONDS = 30;

/** Signals on their way. */
@Injectable()
export class SignalRepository {
  constructor(private readonly database: Database) {}

  /**
   * Keeps it for its receiver, and gives who that is. Undefined where it may not pass: the sender is not in the call by this connection,
   * has sent too many candidates, nobody is there to receive it, or too much waits for them. Candidates alone may be sent by whom it still
   * rings for: browsers find them while they make the answer.
   */
  async post({ callId, fromId, connectionId, toId, type, data, bytes }: NewSignal): Promise<Receiver | undefined> {
    // The row of the sender puts their signals in order, and lets none pass behind the end of the call.
    const [receiver] = await this.database.query<Receiver>(
      `WITH sender AS (
         UPDATE call_participants p SET candidates = p.candidates + ($6 = 'candidate')::integer FROM calls c
         WHERE c.id = p.call_id AND p.call_id = $1 AND p.user_id = $2 AND (p.state = 'joined' AND p.connection_id = $3 OR p.state = 'invited' AND c.state = 'ringing' AND $6 = 'candidate')
           AND ($6 <> 'candidate' OR p.candidates < ${CANDIDATES}) AND (NOT c.is_room_call OR $4::text IS NOT NULL)
         RETURNING p.call_id
       ), receiver AS (
         SELECT r.user_id, r.connection_id FROM sender JOIN call_participants r ON r.call_id = sender.call_id
         WHERE r.user_id <> $2 AND r.state <> 'left' AND ($4::text IS NULL OR r.user_id = $4)
           AND $7 + (SELECT coalesce(sum(s.bytes), 0) FROM call_signals s WHERE s.call_id = $1 AND s.to_id = r.user_id)
             <= ${WAITING_BYTES}
       ), posted AS (
         INSERT INTO call_signals (call_id, to_id, from_id, type, data, bytes)
         SELECT $1, user_id, $2, $6, $5::json, $7 FROM receiver
       )
       SELECT user_id AS "toId", connection_id AS "connectionId" FROM receiver`,
      [callId, fromId, connectionId, toId, json(data), type, bytes],
    );
    return receiver;
  }

  /**
   * What waits for the party, in order, if they take part by one of these connections: it is theirs then. What somebody sends who has not
   * accepted yet waits until they have.
   */
  async take(callId: string, userId: string, connectionIds: readonly string[]): Promise<ComingSignal[]> {
    return this.database.query<ComingSignal>(
      `WITH taken AS (
         DELETE FROM call_signals s USING call_participants p
         WHERE p.call_id = $1 AND p.user_id = $2 AND p.state = 'joined' AND p.connection_id = ANY($3)
           AND s.call_id = p.call_id AND s.to_id = p.user_id
           AND NOT EXISTS (SELECT FROM call_participants f WHERE f.call_id = $1 AND f.user_id = s.from_id AND f.state = 'invited')
         RETURNING s.id, s.call_id, s.from_id, s.type, s.data, p.connection_id
       )
       SELECT t.id, t.connection_id AS "connectionId", t.type, t.data, t.from_id AS "fromId", f.guest_name AS "guestName",
         u.username, u.name, u.avatar_url AS "avatarUrl", u.role
       FROM taken t LEFT JOIN call_participants f ON f.call_id = t.call_id AND f.user_id = t.from_id
         LEFT JOIN users u ON u.id = t.from_id ORDER BY t.id`,
      [callId, userId, connectionIds],
    );
  }

  /** The parties of these connections for whom something waits. */
  async waitingFor(connectionIds: readonly string[]): Promise<{ callId: string; userId: string }[]> {
    return this.database.query(
      `SELECT p.call_id AS "callId", p.user_id AS "userId" FROM call_participants p
       WHERE p.state <> 'left' AND p.state = 'joined' AND p.connection_id = ANY($1)
         AND EXISTS (SELECT FROM call_signals s WHERE s.call_id = p.call_id AND s.to_id = p.user_id)`,
      [connectionIds],
    );
  }

  async forgetOld(): Promise<void> {
    await this.database.query(
      `DELETE FROM call_signals s USING calls c WHERE c.id = s.call_id AND c.state <> 'ringing'
         AND greatest(s.created_at, c.accepted_at) < clock_timestamp() - ${KEPT_SECONDS} * interval '1 second'`,
    );
  }
}
