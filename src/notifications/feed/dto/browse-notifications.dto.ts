import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { NumberInText } from '../../../common/number-in-text.js';
import { NOTIFICATIONS_LIMIT } from '../../../protocol/index.js';

const CURSOR_CHARACTERS = 200;

/** The URL's query, where `notifications:list` has a payload. */
export class BrowseNotificationsDto {
  /** The `cursor` of the page before. */
  @IsOptional()
  @MaxLength(CURSOR_CHARACTERS)
  @IsString()
  before?: string;

  /** Default 50. */
  @IsOptional()
  @NumberInText()
  @IsInt()
  @Min(1)
  @Max(NOTIFICATIONS_LIMIT)
  limit?: number;

  /** `true`: only what was not read. */
  @IsOptional()
  @IsIn(['true', 'false'])
  unread?: 'true' | 'false';
}
