import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** One thing said in a room. */
@Entity('messages')
@Unique('messages_room_id_seq_key', ['roomId', 'seq'])
@Index('messages_client_id_key', ['senderId', 'roomId', 'clientId'], { unique: true, where: '"client_id" IS NOT NULL' })
@Index('messages_room_id_revision_seq_idx', ['roomId', 'revisionSeq'])
export class MessageEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'messages_pkey' })
  id!: string;

  @ForeignKey('RoomEntity', { name: 'messages_room_id_fkey', onDelete: 'CASCADE' })
  @Column({ name: 'room_id', type: 'uuid' })
  roomId!: string;

  /** Where in the room it was said: 1…n without a gap. */
  @Column({ type: 'bigint' })
  seq!: number;

  /** The number of its latest change; `seq` while there is none. */
  @Column({ name: 'revision_seq', type: 'bigint' })
  revisionSeq!: number;

  /** No foreign key: guests have no row. */
  @Column({ name: 'sender_id', type: 'text' })
  senderId!: string;

  /** A guest's name at the time; null for everybody else, whose name is looked up. */
  @Column({ name: 'sender_name', type: 'text', nullable: true })
  senderName!: string | null;

  @Column({ name: 'client_id', type: 'text', nullable: true })
  clientId!: string | null;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text' })
  text!: string;

  /** `json`, not `jsonb`: shown exactly as sent, order of keys included. */
  @Column({ type: 'json', nullable: true })
  metadata!: Record<string, unknown> | null;

  @Column({ name: 'reply_to', type: 'uuid', nullable: true })
  replyTo!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'edited_at', type: 'timestamptz', precision: 3, nullable: true })
  editedAt!: Date | null;

  @Column({ name: 'deleted_at', type: 'timestamptz', precision: 3, nullable: true })
  deletedAt!: Date | null;
}
