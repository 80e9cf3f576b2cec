import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { Role } from '../protocol/index.js';

/** Unique index over `lower(username)`; what `uniqueViolation` names when a username is taken. */
export const USERNAME_KEY = 'users_username_key';

/** A registered person, or one that another issuer vouched for. Guests have no row. */
@Entity('users')
// TypeORM can't express an index over lower(username); migrations make those, and this keeps generated ones from dropping them.
@Index(USERNAME_KEY, { synchronize: false })
@Index('users_username_search_idx', { synchronize: false })
@Index('users_name_search_idx', { synchronize: false })
@Index('users_mentors_idx', { synchronize: false })
@Index('users_newest_idx', ['role', 'createdAt', 'id'])
@Index('users_banned_idx', ['createdAt', 'id'], { where: '"banned_at" IS NOT NULL' })
@Index('users_admins_idx', ['id'], { where: `"role" = 'admin'` })
export class UserEntity {
  /** UUIDv7 for people registered here, the issuer's own id for others. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'users_pkey' })
  id!: string;

  /** Who vouches for this person: `lyceum`, `app`, `nextauth`, or an identity provider's `iss`. A token of another issuer with this id is refused. */
  @Column({ type: 'text' })
  issuer!: string;

  @Column({ type: 'text', nullable: true })
  username!: string | null;

  @Column({ type: 'text' })
  name!: string;

  /** Kept in the case it was given in. */
  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ name: 'avatar_url', type: 'text', nullable: true })
  avatarUrl!: string | null;

  @Column({ type: 'text', default: 'student' })
  role!: Role;

  /** argon2id; null for people whose issuer checks their password. */
  @Column({ name: 'password_hash', type: 'text', nullable: true })
  passwordHash!: string | null;

  @Column({ name: 'banned_at', type: 'timestamptz', precision: 3, nullable: true })
  bannedAt!: Date | null;

  /** Tokens of another issuer that were made before are refused: they have no login session that could be ended. */
  @Column({ name: 'tokens_valid_after', type: 'timestamptz', precision: 3, nullable: true })
  tokensValidAfter!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt!: Date;
}
