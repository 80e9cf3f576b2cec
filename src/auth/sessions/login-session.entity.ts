import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../user.entity.js';

/** One login of a person who registered here. Its tokens are good for as long as it is here and not revoked. */
@Entity('login_sessions')
@Index('login_sessions_user_id_idx', ['userId', 'createdAt'])
export class LoginSessionEntity {
  /** `sid` of its access tokens. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'login_sessions_pkey' })
  sid!: string;

  @ForeignKey(() => UserEntity, { name: 'login_sessions_user_id_fkey', onDelete: 'CASCADE' })
  @Column({ name: 'user_id', type: 'text' })
  userId!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  /** Exact to a minute. */
  @Column({ name: 'last_used_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  lastUsedAt!: Date;

  /** When the last of its tokens has run out; it may be forgotten then. */
  @Index('login_sessions_expiry_idx')
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  /** Where it was begun. */
  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', precision: 3, nullable: true })
  revokedAt!: Date | null;
}
