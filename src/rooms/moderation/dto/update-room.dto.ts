import { IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { ENTRIES, type Entry, type UpdateRoom } from '../../../protocol/index.js';
import { CAPACITY, TITLE_CHARACTERS } from '../../dto/create-session.dto.js';
import { NamedRoomDto } from '../../dto/named-room.dto.js';

/** An empty title takes it away: `null`, here as everywhere, is the same as nothing. */
const TITLE_OR_NONE = new RegExp(`^[^]{0,${TITLE_CHARACTERS}}$`, 'u');

export class UpdateRoomDto extends NamedRoomDto implements UpdateRoom {
  @IsOptional()
  @Matches(TITLE_OR_NONE, { message: `title must have at most ${TITLE_CHARACTERS} characters` })
  title?: string;

  @IsOptional()
  @IsBoolean()
  locked?: boolean;

  @IsOptional()
  @IsInt()
  @Min(CAPACITY.least)
  @Max(CAPACITY.most)
  capacity?: number;

  @IsOptional()
  @IsIn(ENTRIES)
  entry?: Entry;
}
