import { Injectable } from '@nestjs/common';
import { newId, type Revocation } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { RevocationEntity } from './revocation.entity.js';

/** The database's clock in microseconds; asked by a statement of its own, it is later than the locks held by then. */
const MOMENT = `(extract(epoch FROM clock_timestamp()) * 1000000)::bigint`;

/** What is to be taken away; when is the database's to say. */
export type NewRevocation = Revocation extends infer R ? (R extends Revocation ? Omit<R, 'moment'> : never) : never;

type Row = Pick<RevocationEntity, 'kind' | 'userId' | 'roomId' | 'sessionId' | 'banned' | 'moment'>;

@Injectable()
export class RevocationRepository {
  constructor(private readonly database: Database) {}

  async now(): Promise<number> {
    const [row] = await this.database.query<{ moment: number }>(`SELECT ${MOMENT} AS moment`);
    return row?.moment ?? 0;
  }

  async add(tx: Pick<Transaction, 'query'>, revocation: NewRevocation): Promise<Revocation> {
    const { kind, userId } = revocation;
    const roomId = kind === 'room' ? revocation.roomId : null;
    const sessionId = kind === 'session' ? revocation.sessionId : kind === 'user' ? revocation.exceptSessionId : null;
    const banned = kind === 'user' && revocation.banned;
    const [row] = await tx.query<{ moment: number }>(
      `INSERT INTO revocations (id, kind, user_id, room_id, session_id, banned, moment)
       VALUES ($1, $2, $3, $4, $5, $6, ${MOMENT})
       RETURNING moment`,
      [newId(), kind, userId, roomId, sessionId, banned],
    );
    return revocationOf({ kind, userId, roomId, sessionId, banned, moment: row?.moment ?? 0 });
  }

  async addRemovals(tx: Pick<Transaction, 'query'>, roomId: string, userIds: readonly string[]): Promise<Revocation[]> {
    if (userIds.length === 0) return [];
    const rows = await tx.query<{ userId: string; moment: number }>(
      `INSERT INTO revocations (id, kind, user_id, room_id, banned, moment)
       SELECT removed.id, 'room', removed.user_id, $1, false, ${MOMENT} FROM unnest($2::uuid[], $3::text[]) AS removed (id, user_id)
       RETURNING user_id AS "userId", moment`,
      [roomId, userIds.map(newId), userIds],
    );
    return rows.map(({ userId, moment }) => ({ kind: 'room', roomId, userId, moment }));
  }

  /** Once more, with the time of now. */
  again(revocation: Revocation): Promise<Revocation> {
    return this.add(this.database, revocation);
  }

  /** Those since that moment, in their order, and the moment of asking. */
  async since(moment: number): Promise<{ now: number; revocations: Revocation[] }> {
    const rows = await this.database.query<{ now: number } & (Row | { kind: null })>(
      `SELECT t.now, r.kind, r.user_id AS "userId", r.room_id AS "roomId", r.session_id AS "sessionId", r.banned, r.moment
       FROM (SELECT ${MOMENT} AS now) t LEFT JOIN revocations r ON r.moment > $1 ORDER BY r.moment`,
      [moment],
    );
    const found = rows.flatMap((row) => (row.kind === null ? [] : [revocationOf(row)]));
    return { now: rows[0]?.now ?? moment, revocations: found };
  }

  /** At most so many, so that it is done in time however many have gathered. */
  async removeBefore(moment: number, atMost: number): Promise<void> {
    await this.database.query(
      `DELETE FROM revocations WHERE id IN (SELECT id FROM revocations WHERE moment < $1 ORDER BY moment LIMIT $2)`,
      [moment, atMost],
    );
  }
}

function revocationOf({ kind, userId, roomId, sessionId, banned, moment }: Row): Revocation {
  switch (kind) {
    case 'room':
      return { kind, userId, roomId: roomId ?? '', moment };
    case 'session':
      return { kind, userId, sessionId: sessionId ?? '', moment };
    case 'user':
      return { kind, userId, exceptSessionId: sessionId, banned, moment };
    case 'connections':
    case 'profile':
      return { kind, userId, moment };
  }
}
