import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Entry, RoomKind, Visibility } from '../protocol/index.js';
import type { Pair } from './direct/pair.js';

/** Names that `uniqueViolation` gives when an open room already has this key or code. */
export const OPEN_ROOM_KEY = 'rooms_open_key_key';
export const OPEN_ROOM_CODE = 'rooms_open_code_key';

/** A room. Its row is the lock and the counter of everything durable that happens in it. */
@Entity('rooms')
@Index(OPEN_ROOM_KEY, ['key'], { unique: true, where: '"closed_at" IS NULL AND "key" IS NOT NULL' })
@Index(OPEN_ROOM_CODE, ['code'], { unique: true, where: '"closed_at" IS NULL AND "code" IS NOT NULL' })
@Index('rooms_pair_key', ['pair'], { unique: true, where: '"pair" IS NOT NULL' })
@Index('rooms_closed_code_idx', ['code'], { where: '"closed_at" IS NOT NULL AND "code" IS NOT NULL' })
@Index('rooms_former_code_idx', ['formerCode'], { where: '"former_code" IS NOT NULL' })
@Index('rooms_open_kind_idx', ['kind', 'id'], { where: '"closed_at" IS NULL' })
@Index('rooms_closed_kind_idx', ['kind', 'id'], { where: '"closed_at" IS NOT NULL' })
// Over what a title begins with, which TypeORM can't say; the migration makes it, and this keeps generated ones from dropping it.
@Index('rooms_title_search_idx', { synchronize: false })
// Not on last_active_at, which moves with every message: an indexed column would cost that update its short way.
@Index('rooms_expiry_idx', ['id'], { where: '"closed_at" IS NULL AND "idle_seconds" IS NOT NULL' })
export class RoomEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'rooms_pkey' })
  id!: string;

  @Column({ type: 'text' })
  kind!: RoomKind;

  /** Whose conversation it is; null unless `direct`. Never changes. */
  @Column({ type: 'text', array: true, nullable: true })
  pair!: Pair | null;

  @Column({ type: 'text', nullable: true })
  key!: string | null;

  @Column({ type: 'text', nullable: true })
  code!: string | null;

  /** The code before this one, which leads nowhere any more; null where it never was changed. */
  @Column({ name: 'former_code', type: 'text', nullable: true })
  formerCode!: string | null;

  @Column({ type: 'text', nullable: true })
  title!: string | null;

  @Column({ type: 'text' })
  visibility!: Visibility;

  @Column({ type: 'integer' })
  capacity!: number;

  @Column({ type: 'boolean', default: false })
  locked!: boolean;

  @Column({ type: 'text', default: 'open' })
  entry!: Entry;

  /** The last number given out in this room; taken only under the row's lock, so that there is no gap. */
  @Column({ name: 'last_seq', type: 'bigint', default: 0 })
  lastSeq!: number;

  /** All messages up to this number were removed because of their age; 0: none. */
  @Column({ name: 'pruned_seq', type: 'bigint', default: 0 })
  prunedSeq!: number;

  /** Seconds without use after which the room closes; null: never. */
  @Column({ name: 'idle_seconds', type: 'integer', nullable: true })
  idleSeconds!: number | null;

  @Column({ name: 'last_active_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  lastActiveAt!: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'closed_at', type: 'timestamptz', precision: 3, nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'close_reason', type: 'text', nullable: true })
  closeReason!: 'expired' | 'closed' | null;
}
