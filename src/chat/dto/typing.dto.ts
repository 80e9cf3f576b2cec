import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, ValidateNested } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';
import { RoomTargetDto, UserTargetDto } from '../../rooms/index.js';

export class TypingDto implements PayloadOf<'chat:typing'> {
  /** That it is one of the two is a rule of the chat. */
  @IsOptional()
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room?: RoomTargetDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => UserTargetDto)
  to?: UserTargetDto;

  @IsBoolean()
  on!: boolean;
}
