import { IsIn, IsOptional, Matches } from 'class-validator';
import { ENTRIES, VISIBILITIES, type CreateRoom, type Entry, type Visibility } from '../../protocol/index.js';
import { CreateSessionDto } from './create-session.dto.js';
import { KEY_MESSAGE, KEY_OF_A_ROOM } from './key.js';

export class CreateRoomDto extends CreateSessionDto implements CreateRoom {
  @IsOptional()
  @IsIn(VISIBILITIES)
  visibility?: Visibility;

  @IsOptional()
  @IsIn(ENTRIES)
  entry?: Entry;

  @IsOptional()
  @Matches(KEY_OF_A_ROOM, { message: KEY_MESSAGE })
  key?: string;
}
