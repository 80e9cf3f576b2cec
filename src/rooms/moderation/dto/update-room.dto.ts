import { Type } from 'class-transformer';
import { IsBoolean, IsDefined, IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { ENTRIES, type Entry, type RoomTarget, type UpdateRoom } from '../../../protocol/index.js';
import { CAPACITY, TITLE_CHARACTERS } from '../../dto/create-session.dto.js';
import { RoomTargetDto } from '../../dto/room-target.dto.js';

/** An empty title takes it away: `null`, here as everywhere, is the same as nothing. */
const TITLE_OR_NONE = new RegExp(`^[^]{0,${TITLE_CHARACTERS}}$`, 'u');

/** What may be set about a room. */
export class RoomSettingsDto implements Omit<UpdateRoom, 'room'> {
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

export class UpdateRoomDto extends RoomSettingsDto implements UpdateRoom {
  @IsDefined()
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room!: RoomTarget;
}
