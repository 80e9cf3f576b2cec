import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import type { JoinRoom } from '../../protocol/index.js';
import { RoomTargetDto } from './room-target.dto.js';

export class JoinRoomDto extends RoomTargetDto implements JoinRoom {
  @IsOptional()
  @IsBoolean()
  create?: boolean;

  /** See `GuestNames`; the bound here only keeps normalising cheap. */
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  name?: string;
}
