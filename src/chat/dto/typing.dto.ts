import { Type } from 'class-transformer';
import { IsBoolean, ValidateNested } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';
import { RoomTargetDto } from '../../rooms/index.js';

export class TypingDto implements PayloadOf<'chat:typing'> {
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room!: RoomTargetDto;

  @IsBoolean()
  on!: boolean;
}
