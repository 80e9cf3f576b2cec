import { Injectable } from '@nestjs/common';
import { newId } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { AuditEventEntity } from './audit-event.entity.js';
import type { AuditEvent } from './audit-event.js';

/** With what people are called, as far as they are people with an account here. */
export type ListedAction = AuditEventEntity & { readonly actorName: string | null; readonly targetName: string | null };

@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  async add(events: readonly AuditEvent[], queries: Pick<Transaction, 'query'> = this.database): Promise<void> {
    const column = (of: (event: AuditEvent) => string | null) => events.map(of);
    await queries.query(
      `INSERT INTO audit_events (id, actor_kind, actor_id, action, target, address, outcome)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
      [
        column(newId),
        column(({ actor }) => actor.kind),
        column(({ actor }) => actor.id),
        column(({ action }) => action),
        column(({ target }) => target),
        column(({ address }) => address),
        column(({ outcome }) => outcome),
      ],
    );
  }

  /** Newest first: what `actor` did, what was done to `target`, what is called `action`, before that one. */
  list(
    { actor, target, action, before }: { actor?: string; target?: string; action?: string; before?: string },
    atMost: number,
  ): Promise<ListedAction[]> {
    return this.database.query<ListedAction>(
      `SELECT found.*, (SELECT name FROM users WHERE id = "actorId" AND "actorKind" = 'admin') AS "actorName",
         (SELECT name FROM users WHERE id = target) AS "targetName"
       FROM (SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", action, target, address, outcome FROM audit_events
         WHERE ($1::text IS NULL OR actor_id = $1) AND ($2::text IS NULL OR target = $2) AND ($3::uuid IS NULL OR id < $3)
           AND ($5::text IS NULL OR action = $5)
         ORDER BY id DESC LIMIT $4) found
       ORDER BY id DESC`,
      [actor ?? null, target ?? null, before ?? null, atMost, action ?? null],
    );
  }

  /** Gives how many it removed, at most so many. */
  async removeOlderThan(days: number, atMost: number): Promise<number> {
    const removed = await this.database.query<{ id: string }>(
      `DELETE FROM audit_events WHERE id IN
         (SELECT id FROM audit_events WHERE at < now() - $1 * interval '1 day' ORDER BY at LIMIT $2) RETURNING id`,
      [days, atMost],
    );
    return removed.length;
  }
}
