import { Injectable } from '@nestjs/common';
import { In, type Repository } from 'typeorm';
import { Database, type Transaction } from '../../database/index.js';
import { GuestEntity } from './guest.entity.js';

@Injectable()
export class GuestRepository {
  constructor(private readonly database: Database) {}

  findByIds(ids: readonly string[], tx?: Transaction): Promise<GuestEntity[]> {
    return (tx?.repository(GuestEntity) ?? this.guests).findBy({ id: In([...ids]) });
  }

  /** They are here now. Of two claims the later role stands. */
  async put({ id, role }: Pick<GuestEntity, 'id' | 'role'>): Promise<void> {
    await this.database.query(
      `INSERT INTO guests (id, role) VALUES ($1, $2)
       ON CONFLICT (id) DO UPDATE SET role = EXCLUDED.role, seen_at = EXCLUDED.seen_at`,
      [id, role],
    );
  }

  /** They are still here. */
  async touch(ids: readonly string[]): Promise<void> {
    await this.database.query('UPDATE guests SET seen_at = now() WHERE id = ANY($1::text[])', [ids]);
  }

  /** Who was not here for so many hours; a bounded number of them, the longest absent first. Gives how many. */
  async removeUnseen(hours: number, limit: number): Promise<number> {
    const removed = await this.database.query(
      `DELETE FROM guests WHERE id IN
         (SELECT id FROM guests WHERE seen_at < now() - $1 * interval '1 hour' ORDER BY seen_at LIMIT $2) RETURNING id`,
      [hours, limit],
    );
    return removed.length;
  }

  private get guests(): Repository<GuestEntity> {
    return this.database.repository(GuestEntity);
  }
}
