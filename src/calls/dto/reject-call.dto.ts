import { IsOptional, IsString, Matches } from 'class-validator';
import type { RejectCall } from '../../protocol/index.js';
import { CallTargetDto } from './call-target.dto.js';

export class RejectCallDto extends CallTargetDto implements RejectCall {
  @IsOptional()
  @Matches(/^[^]{1,200}$/u, { message: 'reason must have 1 to 200 characters' })
  @IsString()
  reason?: string;
}
