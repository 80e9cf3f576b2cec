import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { OutboxEvent, OutboxEventName } from '../../common/index.js';

/** Something that happened and was not handed on yet; `dead` is what nobody could take, kept for a person to look at. */
@Entity('outbox')
@Index('outbox_pending_idx', ['position'], { where: `"state" = 'pending'` })
export class OutboxEventEntity {
  /** What happened under one lock has its order here. Numbers of transactions that were undone are missing. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS', primaryKeyConstraintName: 'outbox_pkey' })
  position!: number;

  @Column({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  name!: OutboxEventName;

  /** Not `jsonb`: it is read as a whole, once. */
  @Column({ type: 'json' })
  data!: OutboxEvent['data'];

  @Column({ type: 'text', default: 'pending' })
  state!: 'pending' | 'dead';

  /** How often it could not be taken. */
  @Column({ type: 'smallint', default: 0 })
  attempts!: number;

  @Column({ name: 'due_at', type: 'timestamptz', default: () => 'now()' })
  dueAt!: Date;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;
}
