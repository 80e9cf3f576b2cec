import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Role } from '../../protocol/index.js';

/** A guest who claims an id, as long as they are here and for a while afterwards: so long others can write to them. */
@Entity('guests')
export class GuestEntity {
  /** `guest:<claimed id>` */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'guests_pkey' })
  id!: string;

  /** As they claimed it last. */
  @Column({ type: 'text' })
  role!: Exclude<Role, 'admin'>;

  @Index('guests_seen_at_idx')
  @Column({ name: 'seen_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  seenAt!: Date;
}
