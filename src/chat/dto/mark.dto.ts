import { Type } from 'class-transformer';
import { IsOptional, IsUUID, ValidateNested } from 'class-validator';
import type { Mark } from '../../protocol/index.js';
import { RoomTargetDto, UserTargetDto } from '../../rooms/index.js';
import { IsSequenceNumber } from './is-sequence-number.js';

export class MarkDto implements Mark {
  @IsOptional()
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room?: RoomTargetDto;

  @IsOptional()
  @IsSequenceNumber()
  seq?: number;

  @IsOptional()
  @IsUUID()
  messageId?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => UserTargetDto)
  with?: UserTargetDto;
}
