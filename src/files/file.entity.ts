import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * `uploading`: its content is on its way, and `size` is what is reserved for it. `stored`: it is there. `removing`: nobody can have it any
 * more, it takes no room of anybody's, and its content is being removed.
 */
export type FileState = 'uploading' | 'stored' | 'removing';

/** A file that somebody uploaded. Its content is in the storage. */
@Entity('files')
export class FileEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'files_pkey' })
  id!: string;

  /** No foreign key: people who are not known here any more leave files. */
  @Column({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  /** The only room it may be shown in; null: any. No foreign key, which would have to forget it. */
  @Column({ name: 'room_id', type: 'uuid', nullable: true })
  roomId!: string | null;

  /** The only person it may be shown to, in the direct room of the two. */
  @Column({ name: 'recipient_id', type: 'text', nullable: true })
  recipientId!: string | null;

  @Column({ type: 'text' })
  state!: FileState;

  @Column({ type: 'text' })
  name!: string;

  /** Bytes. */
  @Column({ type: 'bigint' })
  size!: number;

  @Column({ name: 'content_type', type: 'text' })
  contentType!: string;

  @Column({ type: 'integer', nullable: true })
  width!: number | null;

  @Column({ type: 'integer', nullable: true })
  height!: number | null;

  /** Its name in the storage, made of nothing that a client sent. */
  @Column({ name: 'storage_key', type: 'text' })
  storageKey!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  /** When a message showed it last for the first time; null: none ever did. */
  @Column({ name: 'attached_at', type: 'timestamptz', precision: 3, nullable: true })
  attachedAt!: Date | null;

  /** When the sweeper removes it, unless it is finished or attached before; null once it is attached. */
  @Index('files_due_at_idx', { where: '"due_at" IS NOT NULL' })
  @Column({ name: 'due_at', type: 'timestamptz', precision: 3, nullable: true })
  dueAt!: Date | null;
}
