import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Database, type Transaction } from '../../database/index.js';
import type { PushSubscriptionEntity } from './push-subscription.entity.js';

export type NewSubscription = Pick<
  PushSubscriptionEntity,
  'id' | 'userId' | 'sessionId' | 'verifiedAt' | 'type' | 'address' | 'p256dh' | 'auth' | 'deviceId'
>;

export type ListedSubscription = Pick<PushSubscriptionEntity, 'id' | 'type' | 'deviceId' | 'createdAt' | 'lastUsedAt'>;

/** What pushing to it needs. */
export type Destination = Pick<PushSubscriptionEntity, 'id' | 'userId' | 'type' | 'address' | 'p256dh' | 'auth'>;

type Queries = Pick<Transaction, 'query'>;

const LISTED = `s.id, s.type, s.device_id AS "deviceId", s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt"`;

/**
 * Of a subscription `s`: whoever made it may still be here by what they made it with. A device of a session that is over, or of somebody
 * banned, gets nothing more, also where nobody has removed its subscription yet.
 */
const LIVE = `EXISTS (SELECT FROM users u WHERE u.id = s.user_id AND u.banned_at IS NULL AND (s.session_id IS NOT NULL
    OR u.tokens_valid_after IS NULL OR s.verified_at > extract(epoch FROM u.tokens_valid_after) * 1000000))
  AND (s.session_id IS NULL OR EXISTS (SELECT FROM login_sessions l
    WHERE l.sid = s.session_id AND l.revoked_at IS NULL AND l.expires_at > now()))`;

@Injectable()
export class PushSubscriptionRepository {
  constructor(private readonly database: Database) {}

  /** The same address again is the same subscription; with another person it is a new one. */
  async put(tx: Transaction, made: NewSubscription): Promise<ListedSubscription> {
    const { id, userId, sessionId, verifiedAt, type, address, p256dh, auth, deviceId } = made;
    const [put] = await tx.query<ListedSubscription>(
      `INSERT INTO push_subscriptions AS s
         (id, user_id, session_id, verified_at, type, address, address_hash, p256dh, auth, device_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (address_hash) DO UPDATE SET
         id = CASE WHEN s.user_id = excluded.user_id THEN s.id ELSE excluded.id END,
         created_at = CASE WHEN s.user_id = excluded.user_id THEN s.created_at ELSE now() END,
         last_used_at = CASE WHEN s.user_id = excluded.user_id THEN s.last_used_at END,
         user_id = excluded.user_id, session_id = excluded.session_id, verified_at = excluded.verified_at, type = excluded.type,
         p256dh = excluded.p256dh, auth = excluded.auth, device_id = excluded.device_id
       RETURNING ${LISTED}`,
      [id, userId, sessionId, verifiedAt, type, address, hashOf(type, address), p256dh, auth, deviceId],
    );
    if (put === undefined) throw new Error('A push subscription was not kept');
    return put;
  }

  /** One change of a person's subscriptions after the other. */
  async lockPerson(tx: Transaction, userId: string): Promise<void> {
    await tx.query('SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
  }

  /** Leaves so many of the person: what can get nothing any more goes first, then what nothing got to for the longest time. */
  async removeSurplus(tx: Transaction, userId: string, atMost: number): Promise<void> {
    await tx.query(
      `DELETE FROM push_subscriptions WHERE id IN (
         SELECT s.id FROM push_subscriptions s WHERE s.user_id = $1
         ORDER BY (${LIVE}) DESC, greatest(s.last_used_at, s.created_at) DESC, s.id DESC OFFSET $2)`,
      [userId, atMost],
    );
  }

  /** Newest first. */
  async list(userId: string): Promise<ListedSubscription[]> {
    return this.database.query(
      `SELECT ${LISTED} FROM push_subscriptions s WHERE s.user_id = $1 AND ${LIVE} ORDER BY s.created_at DESC, s.id DESC`,
      [userId],
    );
  }

  /** Whether it was one of theirs. */
  async remove(userId: string, id: string): Promise<boolean> {
    const removed = await this.database.query('DELETE FROM push_subscriptions WHERE id = $1 AND user_id = $2 RETURNING id', [
      id,
      userId,
    ]);
    return removed.length > 0;
  }

  async removeByAddress(userId: string, type: string, address: string): Promise<boolean> {
    const removed = await this.database.query(
      'DELETE FROM push_subscriptions WHERE address_hash = $1 AND user_id = $2 RETURNING id',
      [hashOf(type, address), userId],
    );
    return removed.length > 0;
  }

  /** The push service no longer knows that address; what was registered anew meanwhile stays. */
  async removeGone({ id, address, type }: Destination): Promise<void> {
    await this.database.query('DELETE FROM push_subscriptions WHERE id = $1 AND address_hash = $2', [id, hashOf(type, address)]);
  }

  /** Of these people, those who get pushes. */
  async ofPeople(
    userIds: readonly string[],
    queries: Queries = this.database,
  ): Promise<Pick<Destination, 'id' | 'userId' | 'type'>[]> {
    return queries.query(
      `SELECT s.id, s.user_id AS "userId", s.type FROM push_subscriptions s WHERE s.user_id = ANY($1::text[]) AND ${LIVE}
       ORDER BY s.created_at, s.id`,
      [[...userIds]],
    );
  }

  /** Undefined where there is nothing left to push to. */
  async destination(id: string): Promise<Destination | undefined> {
    const [found] = await this.database.query<Destination>(
      `SELECT s.id, s.user_id AS "userId", s.type, s.address, s.p256dh, s.auth FROM push_subscriptions s
       WHERE s.id = $1 AND ${LIVE}`,
      [id],
    );
    return found;
  }

  /** A push got there. */
  async touch(id: string): Promise<void> {
    await this.database.query('UPDATE push_subscriptions SET last_used_at = now() WHERE id = $1', [id]);
  }
}

/** Of two kinds none is the other's. */
function hashOf(type: string, address: string): Buffer {
  return createHash('sha256').update(`${type} ${address}`).digest();
}
