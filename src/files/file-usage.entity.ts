import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How much room a person's files take: a sum that is kept, so that a reservation is one statement. */
@Entity('file_usage')
export class FileUsageEntity {
  @PrimaryColumn({ name: 'owner_id', type: 'text', primaryKeyConstraintName: 'file_usage_pkey' })
  ownerId!: string;

  /** Bytes of all their files that are not being removed; of uploads under way what is reserved. */
  @Column({ name: 'used_bytes', type: 'bigint' })
  usedBytes!: number;
}
