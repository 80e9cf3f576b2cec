import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { CALL_KINDS, type CallKind, type StartCall } from '../../protocol/index.js';
import { RoomTargetDto, UserTargetDto } from '../../rooms/index.js';

export class StartCallDto implements StartCall {
  /** That it is one of the two is a rule of calls. */
  @IsOptional()
  @ValidateNested()
  @Type(() => UserTargetDto)
  to?: UserTargetDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room?: RoomTargetDto;

  @IsIn(CALL_KINDS)
  kind!: CallKind;

  /** Its size is a rule of calls. */
  @IsOptional()
  offer?: unknown;

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;
}
