import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../../auth/index.js';

/** What a registered person chose about how others see them, and when they were last here. */
@Entity('presences')
export class PresenceEntity {
  @ForeignKey(() => UserEntity, { name: 'presences_user_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'user_id', type: 'text', primaryKeyConstraintName: 'presences_pkey' })
  userId!: string;

  /** Since when they are offline to everybody else; null: they are not. */
  @Column({ name: 'hidden_since', type: 'timestamptz', precision: 3, nullable: true })
  hiddenSince!: Date | null;

  @Column({ name: 'status_text', type: 'text', nullable: true })
  statusText!: string | null;

  /** When the text ends by itself; null: it stays. */
  @Column({ name: 'status_until', type: 'timestamptz', precision: 3, nullable: true })
  statusUntil!: Date | null;

  /** When their last device left; it only grows. */
  @Column({ name: 'last_seen_at', type: 'timestamptz', precision: 3, nullable: true })
  lastSeenAt!: Date | null;

  /** How often they have chosen: nodes that hear of two choices in the wrong order keep the later. */
  @Column({ type: 'integer', default: 0 })
  revision!: number;
}
