import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { NotificationKind } from '../../protocol/index.js';

/** What somebody was told, as their feed shows it. */
@Entity('notifications')
@Index('notifications_feed_idx', ['userId', 'createdAt', 'id'])
@Index('notifications_unread_idx', ['userId', 'createdAt', 'id'], { where: '"read_at" IS NULL' })
// What replaces what: one unread row for each of the person's keys.
@Index('notifications_collapse_key', ['userId', 'collapseKey'], { unique: true, where: '"read_at" IS NULL' })
@Index('notifications_message_id_idx', ['messageId'], { where: '"message_id" IS NOT NULL' })
@Index('notifications_created_at_idx', ['createdAt'])
export class NotificationEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'notifications_pkey' })
  id!: string;

  /** No foreign key: people of other issuers may not be known here yet. */
  @Column({ name: 'user_id', type: 'text' })
  userId!: string;

  @Column({ type: 'text' })
  kind!: NotificationKind;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  body!: string;

  @Column({ type: 'json' })
  data!: Record<string, unknown>;

  @Column({ name: 'collapse_key', type: 'text', nullable: true })
  collapseKey!: string | null;

  /** How many notices it stands for. */
  @Column({ type: 'integer', default: 1 })
  count!: number;

  /** The message it shows, which may be deleted. */
  @Column({ name: 'message_id', type: 'uuid', nullable: true })
  messageId!: string | null;

  /** Of the last of them. */
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'read_at', type: 'timestamptz', precision: 3, nullable: true })
  readAt!: Date | null;
}
