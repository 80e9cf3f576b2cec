import { Type } from 'class-transformer';
import { IsOptional, IsUUID, ValidateNested } from 'class-validator';
import type { CallTarget } from '../../protocol/index.js';
import { UserTargetDto } from '../../rooms/index.js';

/** `calls:cancel` and `calls:end`; that it is one of the two is a rule of calls. */
export class CallTargetDto implements CallTarget {
  @IsOptional()
  @IsUUID()
  callId?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => UserTargetDto)
  with?: UserTargetDto;
}
