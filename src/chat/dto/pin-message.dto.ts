import { IsBoolean, IsUUID } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';

export class PinMessageDto implements PayloadOf<'chat:pin'> {
  @IsUUID()
  messageId!: string;

  @IsBoolean()
  on!: boolean;
}
