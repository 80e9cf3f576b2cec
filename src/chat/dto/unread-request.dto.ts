import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';
import { RoomTargetDto } from '../../rooms/index.js';

export class UnreadRequestDto implements PayloadOf<'chat:unread'> {
  @IsOptional()
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room?: RoomTargetDto;
}
