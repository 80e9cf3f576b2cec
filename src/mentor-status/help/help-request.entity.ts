import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { HelpState } from '../../protocol/index.js';

/** A student's request for help, from the asking to the rating. */
@Entity('help_requests')
// One that is not over a student, however many they send at once.
@Index('help_requests_open_key', ['studentId'], { unique: true, where: `"state" IN ('waiting', 'offered', 'active')` })
// In falling order of urgency, which TypeORM can't say; the migration makes it, and this keeps generated ones from dropping it.
@Index('help_requests_queue_idx', { synchronize: false })
@Index('help_requests_load_idx', ['mentorId'], { where: `"state" = 'active'` })
@Index('help_requests_ended_idx', ['mentorId', 'endedAt'])
@Index('help_requests_requested_at_idx', ['requestedAt'])
@Index('help_requests_accepted_idx', ['acceptedAt'], { where: '"accepted_at" IS NOT NULL' })
@Index('help_requests_subject_idx', ['subjectKey', 'acceptedAt'], { where: '"target_id" IS NULL AND "accepted_at" IS NOT NULL' })
@Index('help_requests_target_idx', ['targetId', 'acceptedAt'], { where: '"target_id" IS NOT NULL AND "accepted_at" IS NOT NULL' })
@Index('help_requests_over_idx', ['endedAt'], { where: '"ended_at" IS NOT NULL' })
export class HelpRequestEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'help_requests_pkey' })
  id!: string;

  @Column({ type: 'text' })
  state!: HelpState;

  /** No foreign keys to people: guests ask and help too. */
  @Column({ name: 'student_id', type: 'text' })
  studentId!: string;

  /** A guest's name at the time, as the two others; null for everybody else, whose name is looked up. */
  @Column({ name: 'student_name', type: 'text', nullable: true })
  studentName!: string | null;

  /** As the student wrote it. */
  @Column({ type: 'text' })
  subject!: string;

  /** As `subjectKey` gives it. */
  @Column({ name: 'subject_key', type: 'text' })
  subjectKey!: string;

  @Column({ type: 'text', nullable: true })
  text!: string | null;

  /** Place in `URGENCIES`: 0 is low, 2 is high. */
  @Column({ type: 'smallint' })
  urgency!: number;

  /** `json`, not `jsonb`: shown exactly as sent, order of keys included. */
  @Column({ type: 'json', nullable: true })
  metadata!: Record<string, unknown> | null;

  /** Whom the student asked; null: whoever can. */
  @Column({ name: 'target_id', type: 'text', nullable: true })
  targetId!: string | null;

  @Column({ name: 'target_name', type: 'text', nullable: true })
  targetName!: string | null;

  /** Who helps, or helped. */
  @Column({ name: 'mentor_id', type: 'text', nullable: true })
  mentorId!: string | null;

  @Column({ name: 'mentor_name', type: 'text', nullable: true })
  mentorName!: string | null;

  @ForeignKey('RoomEntity', { name: 'help_requests_room_id_fkey', onDelete: 'SET NULL' })
  @Column({ name: 'room_id', type: 'uuid', nullable: true })
  roomId!: string | null;

  @CreateDateColumn({ name: 'requested_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  requestedAt!: Date;

  /** The time that counts for the order: one that comes back to the queue keeps it. */
  @CreateDateColumn({ name: 'queued_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  queuedAt!: Date;

  /** When the next mentor is asked instead; null: nobody in turn, or all at once. */
  @Column({ name: 'offer_until', type: 'timestamptz', precision: 3, nullable: true })
  offerUntil!: Date | null;

  /** When it ends unanswered. */
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3, nullable: true })
  expiresAt!: Date | null;

  @Column({ name: 'accepted_at', type: 'timestamptz', precision: 3, nullable: true })
  acceptedAt!: Date | null;

  /** When a node last had a device of the person on whom it depends: the mentor who helps, until then the student. */
  @CreateDateColumn({ name: 'seen_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  seenAt!: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;

  /** 1 to 5. */
  @Column({ type: 'smallint', nullable: true })
  rating!: number | null;

  @Column({ type: 'text', nullable: true })
  note!: string | null;
}
