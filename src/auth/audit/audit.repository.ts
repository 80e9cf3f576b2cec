import { Injectable } from '@nestjs/common';
import { newId } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { AuditEvent } from './audit-event.js';

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
