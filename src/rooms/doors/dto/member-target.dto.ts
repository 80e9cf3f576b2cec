import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import type { MemberTarget } from '../../../protocol/index.js';
import { NamedRoomDto } from '../../dto/named-room.dto.js';

/** A command about one person in one room: `rooms:invite`, `rooms:admit`, `rooms:deny`. */
export class MemberTargetDto extends NamedRoomDto implements MemberTarget {
  @MaxLength(256)
  @IsNotEmpty()
  @IsString()
  userId!: string;
}
