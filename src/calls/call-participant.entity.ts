import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CallStats, PartyState } from '../protocol/index.js';

/** Index over those who have not left; what `uniqueViolation` names when somebody is in another call. */
export const LIVE_PARTICIPANT = 'call_participants_live_key';

/** Somebody in a call, or whom it rings for. */
@Entity('call_participants')
@Index(LIVE_PARTICIPANT, ['userId'], { unique: true, where: `"state" <> 'left'` })
@Index('call_participants_user_id_idx', ['userId', 'callId'])
export class CallParticipantEntity {
  @ForeignKey('CallEntity', { name: 'call_participants_call_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'call_id', type: 'uuid', primaryKeyConstraintName: 'call_participants_pkey' })
  callId!: string;

  /** No foreign key: guests have no row. */
  @PrimaryColumn({ name: 'user_id', type: 'text', primaryKeyConstraintName: 'call_participants_pkey' })
  userId!: string;

  /** A guest's name at the time; null for everybody else, whose name is looked up. */
  @Column({ name: 'guest_name', type: 'text', nullable: true })
  guestName!: string | null;

  @Column({ type: 'text' })
  state!: PartyState;

  /** The connection that started or accepted, or took the place of that: what others signal goes there. */
  @Column({ name: 'connection_id', type: 'text', nullable: true })
  connectionId!: string | null;

  @Column({ name: 'joined_at', type: 'timestamptz', precision: 3, nullable: true })
  joinedAt!: Date | null;

  /** When the connection's node last said that it is there. */
  @Column({ name: 'seen_at', type: 'timestamptz', precision: 3, nullable: true })
  seenAt!: Date | null;

  /** Of one that is reconnecting: when it is too late. */
  @Column({ name: 'until_at', type: 'timestamptz', precision: 3, nullable: true })
  untilAt!: Date | null;

  /** How many candidates they have sent. */
  @Column({ type: 'integer', default: 0 })
  candidates!: number;

  /** What their client measured last. */
  @Column({ type: 'json', nullable: true })
  stats!: CallStats | null;
}
