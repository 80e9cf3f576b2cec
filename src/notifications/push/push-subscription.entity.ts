import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PushSubscription } from '../../protocol/index.js';

/** A place that pushes to a person go to: one browser, or one installation of an app. */
@Entity('push_subscriptions')
@Index('push_subscriptions_user_id_idx', ['userId', 'createdAt'])
export class PushSubscriptionEntity {
  /** Another one when it changes hands: what waits for the person before must not reach the next. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'push_subscriptions_pkey' })
  id!: string;

  @ForeignKey('UserEntity', { name: 'push_subscriptions_user_id_fkey', onDelete: 'CASCADE' })
  @Column({ name: 'user_id', type: 'text' })
  userId!: string;

  /** Login session that it was made in and ends with; null for people whom another issuer vouches for. */
  @ForeignKey('LoginSessionEntity', { name: 'push_subscriptions_session_id_fkey', onDelete: 'CASCADE' })
  @Index('push_subscriptions_session_id_idx')
  @Column({ name: 'session_id', type: 'uuid', nullable: true })
  sessionId!: string | null;

  /** When the right of its person was looked up last, as in `Identity`. */
  @Column({ name: 'verified_at', type: 'bigint' })
  verifiedAt!: number;

  @Column({ type: 'text' })
  type!: PushSubscription['type'];

  /** URL of the push service, or token of the installation. Whoever has it may push there: it is in no answer and no log. */
  @Column({ type: 'text' })
  address!: string;

  /** An address may be longer than an index takes. */
  @Index('push_subscriptions_address_key', { unique: true })
  @Column({ name: 'address_hash', type: 'bytea' })
  addressHash!: Buffer;

  /** This and the next of `webpush` alone: what its pushes are encrypted with, in base64url. */
  @Column({ type: 'text', nullable: true })
  p256dh!: string | null;

  @Column({ type: 'text', nullable: true })
  auth!: string | null;

  @Column({ name: 'device_id', type: 'text', nullable: true })
  deviceId!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;
}
