import { Type } from 'class-transformer';
import { IsIn, IsOptional, ValidateNested } from 'class-validator';
import { SIGNAL_TYPES, type SignalCall, type SignalType } from '../../protocol/index.js';
import { UserTargetDto } from '../../rooms/index.js';
import { CallTargetDto } from './call-target.dto.js';

export class SignalCallDto extends CallTargetDto implements SignalCall {
  @IsOptional()
  @ValidateNested()
  @Type(() => UserTargetDto)
  to?: UserTargetDto;

  @IsIn(SIGNAL_TYPES)
  type!: SignalType;

  /** Its size is a rule of calls. */
  @IsOptional()
  data?: unknown;
}
