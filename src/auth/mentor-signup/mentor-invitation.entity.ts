import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** An invitation to register as a mentor; gone when it is used. */
@Entity('mentor_invitations')
export class MentorInvitationEntity {
  /** SHA-256 of the code. */
  @PrimaryColumn({ type: 'bytea', primaryKeyConstraintName: 'mentor_invitations_pkey' })
  hash!: Buffer;

  /** The admin's id; null where it was made from the command line. */
  @Column({ name: 'created_by', type: 'text', nullable: true })
  createdBy!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
