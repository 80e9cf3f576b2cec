import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApiKeyEntity } from '../keys/api-key.entity.js';

/** A request that is done once, however often it is sent within a day. */
@Entity('idempotency_keys')
export class IdempotencyKeyEntity {
  @ForeignKey(() => ApiKeyEntity, { name: 'idempotency_keys_api_key_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'api_key_id', type: 'uuid', primaryKeyConstraintName: 'idempotency_keys_pkey' })
  apiKeyId!: string;

  /** SHA-256 of the header, which may be anything. */
  @PrimaryColumn({ name: 'key_hash', type: 'bytea', primaryKeyConstraintName: 'idempotency_keys_pkey' })
  keyHash!: Buffer;

  /** Tells whether a repeat is one. */
  @Column({ type: 'bytea' })
  digest!: Buffer;

  /** Names what is asked for; the same for every attempt at it. */
  @Column({ type: 'uuid' })
  operation!: string;

  /** Whoever is at it, until then unless it is finished; who died meanwhile is succeeded by the next. */
  @Column({ type: 'uuid' })
  attempt!: string;

  @Column({ name: 'claimed_until', type: 'timestamptz', precision: 3 })
  claimedUntil!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', precision: 3, nullable: true })
  finishedAt!: Date | null;

  /** As JSON; null where it is made anew each time. */
  @Column({ type: 'text', nullable: true })
  answer!: string | null;

  @Index('idempotency_keys_created_at_idx')
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
