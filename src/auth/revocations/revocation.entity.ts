import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Revocation } from '../../common/index.js';

/** Something that was taken from somebody, kept until every node has certainly seen it. */
@Entity('revocations')
export class RevocationEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'revocations_pkey' })
  id!: string;

  @Column({ type: 'text' })
  kind!: Revocation['kind'];

  @Column({ name: 'user_id', type: 'text' })
  userId!: string;

  @Column({ name: 'room_id', type: 'uuid', nullable: true })
  roomId!: string | null;

  /** Of `session` the one that is over; of `user` the one that is not. */
  @Column({ name: 'session_id', type: 'text', nullable: true })
  sessionId!: string | null;

  /** Of `user`: whether the account was banned, which is what its connections are told. */
  @Column({ type: 'boolean', default: false })
  banned!: boolean;

  /** Microseconds since 1970 by the database's clock. */
  @Index('revocations_moment_idx')
  @Column({ type: 'bigint' })
  moment!: number;
}
