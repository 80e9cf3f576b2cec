import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A key of the server that was made by the first node to need it, and that all nodes share. */
@Entity('server_keys')
export class ServerKeyEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'server_keys_pkey' })
  name!: string;

  @Column({ type: 'json' })
  value!: Record<string, unknown>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
