import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ChannelName } from './channel.js';

/**
 * `dead`: it could not be delivered, and is tried no more until somebody replays it. `withdrawn`: it was worth nothing any more before
 * it got there.
 */
export type DeliveryState = 'pending' | 'delivered' | 'dead' | 'withdrawn';

/** One thing to tell one target through one channel. */
@Entity('deliveries')
@Unique('deliveries_event_key', ['eventId', 'channel', 'targetId'])
@Index('deliveries_due_idx', ['channel', 'dueAt', 'id'], { where: `"state" = 'pending'` })
@Index('deliveries_target_idx', ['channel', 'targetId', 'dueAt', 'id'], { where: `"state" = 'pending'` })
@Index('deliveries_claimed_idx', ['channel', 'claimedUntil'], { where: `"claimed_until" IS NOT NULL` })
@Index('deliveries_log_idx', ['targetId', 'id'])
@Index('deliveries_dead_idx', ['targetId', 'id'], { where: `"state" = 'dead'` })
@Index('deliveries_finished_idx', ['state', 'finishedAt'], { where: `"finished_at" IS NOT NULL` })
export class DeliveryEntity {
  /** The same however often it is tried: what receivers tell repetitions by. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'deliveries_pkey' })
  id!: string;

  @Column({ type: 'text' })
  channel!: ChannelName;

  @Column({ name: 'target_id', type: 'text' })
  targetId!: string;

  /** Who has the target; null: nobody has several. */
  @Column({ name: 'owner_id', type: 'text', nullable: true })
  ownerId!: string | null;

  /** Of what it tells; a target is told of it once. */
  @Column({ name: 'event_id', type: 'text' })
  eventId!: string;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'json' })
  payload!: unknown;

  /** Of those with the same, a target needs the last alone. */
  @Column({ name: 'collapse_key', type: 'text', nullable: true })
  collapseKey!: string | null;

  @Column({ type: 'text', default: 'pending' })
  state!: DeliveryState;

  @Column({ type: 'smallint', default: 0 })
  attempts!: number;

  /** While somebody tries it this is when they count as gone, so that one condition finds all that is to be done. */
  @Column({ name: 'due_at', type: 'timestamptz', default: () => 'now()' })
  dueAt!: Date;

  /** Set while somebody tries it. */
  @Column({ name: 'claimed_until', type: 'timestamptz', nullable: true })
  claimedUntil!: Date | null;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  /** What the service answered last, where it speaks in numbers. */
  @Column({ name: 'last_status', type: 'smallint', nullable: true })
  lastStatus!: number | null;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
