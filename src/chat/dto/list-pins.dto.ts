import { Type } from 'class-transformer';
import { IsOptional, IsUUID, ValidateNested } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';
import { RoomTargetDto } from '../../rooms/index.js';

export class ListPinsDto implements PayloadOf<'chat:pins'> {
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room!: RoomTargetDto;

  @IsOptional()
  @IsUUID()
  after?: string;
}
