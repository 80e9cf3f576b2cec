import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { NOTIFICATIONS_LIMIT, type PayloadOf } from '../../../protocol/index.js';

/** Longer than any cursor of ours. */
const CURSOR_CHARACTERS = 200;

export class ListNotificationsDto implements PayloadOf<'notifications:list'> {
  @IsOptional()
  @MaxLength(CURSOR_CHARACTERS)
  @IsString()
  before?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(NOTIFICATIONS_LIMIT)
  limit?: number;

  @IsOptional()
  @IsBoolean()
  unread?: boolean;
}
