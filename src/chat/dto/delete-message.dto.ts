import { IsUUID } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';

export class DeleteMessageDto implements PayloadOf<'chat:delete'> {
  @IsUUID()
  messageId!: string;
}
