import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { MemberRole } from '../protocol/index.js';
import { RoomEntity } from './room.entity.js';

/** Someone's membership of a room: their role, marks and restrictions there. */
@Entity('room_members')
@Index('room_members_guest_idx', ['roomId'], { where: '"guest"' })
@Index('room_members_owner_key', ['roomId'], { unique: true, where: `"role" = 'owner'` })
@Index('room_members_banned_idx', ['roomId', 'userId'], { where: '"banned"' })
export class RoomMemberEntity {
  @ForeignKey(() => RoomEntity, { name: 'room_members_room_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'room_id', type: 'uuid', primaryKeyConstraintName: 'room_members_pkey' })
  roomId!: string;

  /** No foreign key: guests, and people who are not known here yet, are members too. */
  @Index('room_members_user_id_idx')
  @PrimaryColumn({ name: 'user_id', type: 'text', primaryKeyConstraintName: 'room_members_pkey' })
  userId!: string;

  @Column({ type: 'text', default: 'member' })
  role!: MemberRole;

  @Column({ type: 'boolean', default: false })
  guest!: boolean;

  /** The name a guest uses in this room; null: the user's own. */
  @Column({ type: 'text', nullable: true })
  name!: string | null;

  @CreateDateColumn({ name: 'joined_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  joinedAt!: Date;

  /** "Up to" marks: they only grow. */
  @Column({ name: 'read_seq', type: 'bigint', default: 0 })
  readSeq!: number;

  @Column({ name: 'delivered_seq', type: 'bigint', default: 0 })
  deliveredSeq!: number;

  @Column({ type: 'boolean', default: false })
  muted!: boolean;

  @Column({ type: 'boolean', default: false })
  banned!: boolean;

  /** The node that told the room last that they came; of several nodes alone. */
  @Column({ name: 'entered_node', type: 'text', nullable: true })
  enteredNode!: string | null;

  /** When it did. */
  @Column({ name: 'entered_at', type: 'timestamptz', nullable: true })
  enteredAt!: Date | null;
}
