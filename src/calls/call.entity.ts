import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CallEndReason, CallKind, CallState } from '../protocol/index.js';

/** One call. Its row is the lock of everything that decides what becomes of it. */
@Entity('calls')
@Index('calls_live_key', ['roomId'], { unique: true, where: '"ended_at" IS NULL' })
@Index('calls_deadline_idx', ['deadlineAt'], { where: '"deadline_at" IS NOT NULL' })
export class CallEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'calls_pkey' })
  id!: string;

  /** The direct room of two, or the room that is called; one live call in each. */
  @ForeignKey('RoomEntity', { name: 'calls_room_id_fkey', onDelete: 'CASCADE' })
  @Column({ name: 'room_id', type: 'uuid' })
  roomId!: string;

  @Column({ name: 'is_room_call', type: 'boolean' })
  isRoomCall!: boolean;

  @Column({ type: 'text' })
  kind!: CallKind;

  @Column({ type: 'text' })
  state!: CallState;

  @Column({ name: 'caller_id', type: 'text' })
  callerId!: string;

  /** This and the next three: as they were sent, while the call lasts. */
  @Column({ type: 'json', nullable: true })
  offer!: unknown;

  @Column({ type: 'json', nullable: true })
  metadata!: Record<string, unknown> | null;

  @Column({ type: 'json', nullable: true })
  answer!: unknown;

  @Column({ name: 'answer_metadata', type: 'json', nullable: true })
  answerMetadata!: Record<string, unknown> | null;

  /** When it stops ringing; null where it does not ring for anybody, or not any more. */
  @Column({ name: 'deadline_at', type: 'timestamptz', precision: 3, nullable: true })
  deadlineAt!: Date | null;

  @CreateDateColumn({ name: 'started_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  startedAt!: Date;

  @Column({ name: 'accepted_at', type: 'timestamptz', precision: 3, nullable: true })
  acceptedAt!: Date | null;

  @Column({ name: 'ended_at', type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;

  @Column({ name: 'end_reason', type: 'text', nullable: true })
  endReason!: CallEndReason | null;

  @Column({ name: 'ended_by', type: 'text', nullable: true })
  endedBy!: string | null;
}
