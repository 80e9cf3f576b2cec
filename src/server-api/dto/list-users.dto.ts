import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { NumberInText } from '../../common/number-in-text.js';
import { NAME_CHARACTERS, PEOPLE_LIMIT, type PeopleRequest } from '../../protocol/index.js';

/** Counts code points, as names are counted. */
const QUERY = new RegExp(`^[^]{2,${NAME_CHARACTERS}}$`, 'u');
const CURSOR_CHARACTERS = 1_024;

export class ListUsersDto implements Partial<PeopleRequest> {
  /** Absent: those who are online. */
  @IsOptional()
  @IsString()
  @Matches(QUERY, { message: `query must have 2 to ${NAME_CHARACTERS} characters` })
  query?: string;

  @IsOptional()
  @NumberInText()
  @IsInt()
  @Min(1)
  @Max(PEOPLE_LIMIT)
  limit?: number;

  @IsOptional()
  @IsString()
  @Length(1, CURSOR_CHARACTERS)
  after?: string;
}
