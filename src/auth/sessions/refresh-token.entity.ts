import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { LoginSessionEntity } from './login-session.entity.js';

/** A refresh token, good for one use. Used ones are kept until they would have expired: shown again, they betray a theft. */
@Entity('refresh_tokens')
export class RefreshTokenEntity {
  /** SHA-256; the token itself is nowhere. It is random, so a slow hash would protect nothing. */
  @PrimaryColumn({ type: 'bytea', primaryKeyConstraintName: 'refresh_tokens_pkey' })
  hash!: Buffer;

  @Index('refresh_tokens_sid_idx')
  @ForeignKey(() => LoginSessionEntity, { name: 'refresh_tokens_sid_fkey', onDelete: 'CASCADE' })
  @Column({ type: 'uuid' })
  sid!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @Index('refresh_tokens_expiry_idx')
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ name: 'used_at', type: 'timestamptz', precision: 3, nullable: true })
  usedAt!: Date | null;
}
