import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { SYNC_ROOMS, type SyncRequest } from '../../protocol/index.js';
import { RoomTargetDto } from '../../rooms/index.js';
import { IsSequenceNumber } from './is-sequence-number.js';

export class SyncRoomDto {
  // Inside a list a missing room, or an empty list for a room, would pass as a valid nested object.
  @IsObject()
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room!: RoomTargetDto;

  @IsSequenceNumber()
  afterSeq!: number;
}

export class SyncRequestDto implements SyncRequest {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SYNC_ROOMS)
  @ValidateNested({ each: true })
  @Type(() => SyncRoomDto)
  rooms!: SyncRoomDto[];
}
