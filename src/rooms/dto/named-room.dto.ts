import { Type } from 'class-transformer';
import { IsDefined, ValidateNested } from 'class-validator';
import type { RoomTarget } from '../../protocol/index.js';
import { RoomTargetDto } from './room-target.dto.js';

/** A command about one room: `rooms:leave`, `rooms:get`. */
export class NamedRoomDto {
  @IsDefined()
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room!: RoomTarget;
}
