import { IsObject } from 'class-validator';
import { NamedRoomDto } from './named-room.dto.js';

export class AnnounceDto extends NamedRoomDto {
  @IsObject()
  data!: Record<string, unknown>;
}
