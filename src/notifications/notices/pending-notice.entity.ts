import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Told } from './told.js';

/**
 * A notice of which is not decided yet where it goes: for that all nodes are asked whether the person is here, which no transaction
 * waits for. Whoever deletes the row in the transaction that writes what follows of it has done it, and nobody else does.
 */
@Entity('notices')
@Index('notices_collapse_key_idx', ['collapseKey'])
export class PendingNoticeEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'notices_pkey' })
  id!: string;

  /** No foreign key: people of other issuers may not be known here yet. */
  @Column({ name: 'user_id', type: 'text' })
  userId!: string;

  @Column({ name: 'collapse_key', type: 'text', nullable: true })
  collapseKey!: string | null;

  /** The message it tells of, so that it is found when the message is deleted. */
  @Column({ name: 'message_id', type: 'uuid', nullable: true })
  messageId!: string | null;

  @Column({ type: 'json' })
  notice!: Told;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  /** A node decides about it until then; past it, it is anybody's. */
  @Column({ name: 'claimed_until', type: 'timestamptz', precision: 3, nullable: true })
  claimedUntil!: Date | null;

  @Column({ type: 'smallint', default: 0 })
  attempts!: number;
}
