import { CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One person who does not want to hear from another. No foreign keys: people of other issuers may not be known here yet. */
@Entity('blocks')
export class BlockEntity {
  @PrimaryColumn({ name: 'blocker_id', type: 'text', primaryKeyConstraintName: 'blocks_pkey' })
  blockerId!: string;

  @PrimaryColumn({ name: 'blocked_id', type: 'text', primaryKeyConstraintName: 'blocks_pkey' })
  blockedId!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
