import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { SignalType } from '../../protocol/index.js';

/** A signal on its way to somebody: for a moment, or until they are there. */
@Entity('call_signals')
@Index('call_signals_to_id_idx', ['callId', 'toId'])
export class CallSignalEntity {
  /** One party's signals are written one after the other: in the order of their ids. */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'call_signals_pkey',
  })
  id!: number;

  @ForeignKey('CallEntity', { name: 'call_signals_call_id_fkey', onDelete: 'CASCADE' })
  @Column({ name: 'call_id', type: 'uuid' })
  callId!: string;

  @Column({ name: 'to_id', type: 'text' })
  toId!: string;

  @Column({ name: 'from_id', type: 'text' })
  fromId!: string;

  @Column({ type: 'text' })
  type!: SignalType;

  @Column({ type: 'json', nullable: true })
  data!: unknown;

  /** Of the data as JSON. */
  @Column({ type: 'integer' })
  bytes!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
