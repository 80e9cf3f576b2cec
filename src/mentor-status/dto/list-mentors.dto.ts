import { IsBoolean, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { MENTORS_LIMIT, type ListMentors } from '../../protocol/index.js';
import { IsSubject } from './is-subject.js';

export const CURSOR_CHARACTERS = 2_048;

export class ListMentorsDto implements ListMentors {
  @IsOptional()
  @IsSubject()
  subject?: string;

  @IsOptional()
  @IsBoolean()
  available?: boolean;

  @IsOptional()
  @IsBoolean()
  watch?: boolean;

  @IsOptional()
  @IsString()
  @Length(1, CURSOR_CHARACTERS)
  after?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MENTORS_LIMIT)
  limit?: number;
}
