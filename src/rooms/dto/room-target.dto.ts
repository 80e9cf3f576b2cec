import { IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { KEY_CHARACTERS, type RoomTarget } from '../../protocol/index.js';
import { KEY_MESSAGE, KEY_OF_A_ROOM } from './key.js';

/** How a command names a room. A whole room object from an answer will do: what else it holds is ignored. */
export class RoomTargetDto implements RoomTarget {
  @IsOptional()
  @IsUUID()
  id?: string;

  @IsOptional()
  @Matches(KEY_OF_A_ROOM, { message: KEY_MESSAGE })
  key?: string;

  /** Of any form: one that no room has is answered like one that no room could have. */
  @IsOptional()
  @IsString()
  @MaxLength(KEY_CHARACTERS)
  code?: string;
}
