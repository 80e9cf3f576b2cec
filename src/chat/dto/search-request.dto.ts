import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { SEARCH_CHARACTERS, SEARCH_LIMIT, type SearchRequest } from '../../protocol/index.js';
import { RoomTargetDto } from '../../rooms/index.js';
import { IsSequenceNumber } from './is-sequence-number.js';

/** Counts code points, as all texts of people are counted. */
const QUERY = new RegExp(`^[^]{1,${SEARCH_CHARACTERS}}$`, 'u');
const CURSOR_CHARACTERS = 128;

export class SearchRequestDto implements SearchRequest {
  @IsOptional()
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room?: RoomTargetDto;

  @IsString()
  @Matches(QUERY, { message: `query must have 1 to ${SEARCH_CHARACTERS} characters` })
  query!: string;

  @IsOptional()
  @IsSequenceNumber()
  before?: number;

  @IsOptional()
  @IsString()
  @Length(1, CURSOR_CHARACTERS)
  cursor?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(SEARCH_LIMIT)
  limit?: number;
}
