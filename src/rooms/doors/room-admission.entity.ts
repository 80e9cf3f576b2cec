import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { RoomEntity } from '../room.entity.js';

/** `waiting`: knocked and was not answered. `invited`: may come in. `denied`: was turned away a moment ago. */
export type AdmissionState = 'waiting' | 'invited' | 'denied';

/** Somebody at a room's door who is no member of it. */
@Entity('room_admissions')
export class RoomAdmissionEntity {
  @ForeignKey(() => RoomEntity, { name: 'room_admissions_room_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'room_id', type: 'uuid', primaryKeyConstraintName: 'room_admissions_pkey' })
  roomId!: string;

  @Index('room_admissions_user_id_idx')
  @PrimaryColumn({ name: 'user_id', type: 'text', primaryKeyConstraintName: 'room_admissions_pkey' })
  userId!: string;

  @Column({ type: 'text' })
  state!: AdmissionState;

  @Column({ type: 'boolean', default: false })
  guest!: boolean;

  /** The name a guest knocked by; null: the user's own. */
  @Column({ type: 'text', nullable: true })
  name!: string | null;

  /** Who invited, let in or turned away. */
  @Column({ name: 'by_user_id', type: 'text', nullable: true })
  byUserId!: string | null;

  /** Since when they are in this state. */
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  at!: Date;

  /** When whom it concerns heard of it last. */
  @Column({ name: 'told_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  toldAt!: Date;

  /** When a node last knew of a live connection of theirs; only kept up for those who wait, and for guests. */
  @Column({ name: 'seen_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  seenAt!: Date;
}
