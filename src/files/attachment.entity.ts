import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { FileEntity } from './file.entity.js';

/** A file in a message. Gone with the message, by deletion or by age; a file that no message has any more goes too. */
@Entity('attachments')
export class AttachmentEntity {
  @ForeignKey('MessageEntity', { name: 'attachments_message_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'message_id', type: 'uuid', primaryKeyConstraintName: 'attachments_pkey' })
  messageId!: string;

  /** Its place in the message: 0, 1, … */
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'attachments_pkey' })
  place!: number;

  @ForeignKey(() => FileEntity, { name: 'attachments_file_id_fkey' })
  @Index('attachments_file_id_idx')
  @Column({ name: 'file_id', type: 'uuid' })
  fileId!: string;
}
