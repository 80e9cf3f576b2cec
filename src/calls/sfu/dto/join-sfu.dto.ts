import { IsUUID } from 'class-validator';
import type { PayloadOf } from '../../../protocol/index.js';

export class JoinSfuDto implements PayloadOf<'calls:join-sfu'> {
  @IsUUID()
  callId!: string;
}
