import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { NumberInText } from '../../common/number-in-text.js';
import { MENTORS_LIMIT } from '../../protocol/index.js';
import { IsSubject } from './is-subject.js';
import { CURSOR_CHARACTERS } from './list-mentors.dto.js';

/** The query of `GET /api/mentors`, where `mentors:list` has a payload. */
export class MentorsQueryDto {
  @IsOptional()
  @IsSubject()
  subject?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  available?: 'true' | 'false';

  @IsOptional()
  @IsString()
  @Length(1, CURSOR_CHARACTERS)
  after?: string;

  @IsOptional()
  @NumberInText()
  @IsInt()
  @Min(1)
  @Max(MENTORS_LIMIT)
  limit?: number;
}
