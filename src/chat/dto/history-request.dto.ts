import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { HISTORY_LIMIT, type HistoryRequest } from '../../protocol/index.js';
import { RoomTargetDto } from '../../rooms/index.js';
import { IsSequenceNumber } from './is-sequence-number.js';

export class HistoryRequestDto implements HistoryRequest {
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room!: RoomTargetDto;

  @IsOptional()
  @IsSequenceNumber()
  before?: number;

  @IsOptional()
  @IsSequenceNumber()
  after?: number;

  @IsOptional()
  @IsSequenceNumber()
  around?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(HISTORY_LIMIT)
  limit?: number;
}
