import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Reaction } from '../protocol/index.js';
import type { AttachedFile } from './stored-message.js';

/** One thing said in a room. */
@Entity('messages')
@Unique('messages_room_id_seq_key', ['roomId', 'seq'])
@Index('messages_client_id_key', ['senderId', 'roomId', 'clientId'], { unique: true, where: '"client_id" IS NOT NULL' })
@Index('messages_room_id_revision_seq_idx', ['roomId', 'revisionSeq'])
@Index('messages_pinned_idx', ['roomId', 'pinnedAt', 'seq'], { where: '"pinned_at" IS NOT NULL' })
// Over an expression, which TypeORM can't say; the migration makes it, and this keeps generated migrations from dropping it.
@Index('messages_words_idx', { synchronize: false })
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

  @Column({ name: 'pinned_at', type: 'timestamptz', precision: 3, nullable: true })
  pinnedAt!: Date | null;

  /** Ids of those it addresses who were members when it was said; null: nobody. */
  @Column({ type: 'text', array: true, nullable: true })
  mentions!: string[] | null;

  /** What is shown of its files, made when it is said, so that reading costs nothing; null: none. */
  @Column({ type: 'json', nullable: true })
  attachments!: AttachedFile[] | null;

  /** What is shown of its reactions, made anew with each change of them, so that reading costs nothing; null: none. */
  @Column({ type: 'json', nullable: true })
  reactions!: Reaction[] | null;

  /** Digest of what its sender asked to say, where the row does not tell it any more; see `digestOf`. */
  @Column({ name: 'said_digest', type: 'text', nullable: true })
  saidDigest!: string | null;
}
