import { IsOptional, IsString, IsUUID } from 'class-validator';
import type { EditMessage } from '../../protocol/index.js';
import { IsSequenceNumber } from './is-sequence-number.js';

export class EditMessageDto implements EditMessage {
  @IsUUID()
  messageId!: string;

  /** Its length is a rule of the chat, counted in code points. */
  @IsString()
  text!: string;

  @IsOptional()
  @IsSequenceNumber()
  ifRevision?: number;
}
