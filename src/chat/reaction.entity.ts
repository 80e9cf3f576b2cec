import { Column, CreateDateColumn, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { MessageEntity } from './message.entity.js';

/** One person's one emoji under a message. What is shown of them all stands in the message's row. */
@Entity('reactions')
export class ReactionEntity {
  @ForeignKey(() => MessageEntity, { name: 'reactions_message_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'message_id', type: 'uuid', primaryKeyConstraintName: 'reactions_pkey' })
  messageId!: string;

  /** No foreign key: guests have no row. */
  @PrimaryColumn({ name: 'user_id', type: 'text', primaryKeyConstraintName: 'reactions_pkey' })
  userId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'reactions_pkey' })
  emoji!: string;

  /** The number of the change that made it; puts the reactions of a message in order. */
  @Column({ type: 'bigint' })
  seq!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
