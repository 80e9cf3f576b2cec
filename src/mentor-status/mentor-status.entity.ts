import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Availability } from '../protocol/index.js';

/** What a mentor chose, and until when they count as here. A mentor who never chose anything has no row. */
@Entity('mentor_statuses')
@Index('mentor_statuses_guest_idx', ['hereUntil'], { where: '"guest_name" IS NOT NULL' })
@Index('mentor_statuses_here_idx', ['hereUntil'], { where: `"chosen" <> 'offline'` })
export class MentorStatusEntity {
  /** No foreign key: a guest may be a mentor where guests are allowed. */
  @PrimaryColumn({ name: 'mentor_id', type: 'text', primaryKeyConstraintName: 'mentor_statuses_pkey' })
  mentorId!: string;

  /** A guest's name; null for everybody else, whose name is looked up. */
  @Column({ name: 'guest_name', type: 'text', nullable: true })
  guestName!: string | null;

  /** `offline` also once they were gone past the grace. */
  @Column({ type: 'text', default: 'offline' })
  chosen!: Availability;

  @Column({ name: 'status_text', type: 'text', nullable: true })
  statusText!: string | null;

  /** As the mentor writes them; empty: all. */
  @Column({ type: 'text', array: true, default: () => `'{}'` })
  subjects!: string[];

  /** The same, as `subjectKey` gives them. */
  @Column({ name: 'subject_keys', type: 'text', array: true, default: () => `'{}'` })
  subjectKeys!: string[];

  /** Students whom they help at once. */
  @Column({ type: 'smallint', default: 1 })
  capacity!: number;

  /** `json`, not `jsonb`: shown exactly as sent, order of keys included. */
  @Column({ type: 'json', nullable: true })
  metadata!: Record<string, unknown> | null;

  /** When the availability was last chosen; who has not helped since is idle since then. */
  @CreateDateColumn({ name: 'chosen_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  chosenAt!: Date;

  /** A node with a live device of theirs keeps moving it on; once it is past, they are gone. */
  @Column({ name: 'here_until', type: 'timestamptz', precision: 3, default: () => 'now()' })
  hereUntil!: Date;

  /** Offers they let pass since they last chose or accepted. */
  @Column({ name: 'missed_offers', type: 'smallint', default: 0 })
  missedOffers!: number;

  @CreateDateColumn({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt!: Date;
}
