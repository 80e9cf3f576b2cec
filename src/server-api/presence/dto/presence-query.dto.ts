import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { NumberInText } from '../../../common/number-in-text.js';

const LONGEST_QUERY = 100_000;
const PAGE = 500;

export class PresenceQueryDto {
  /** Ids, separated by commas. */
  @Length(1, LONGEST_QUERY)
  @IsString()
  userIds!: string;
}

export class OnlineQueryDto {
  @Max(PAGE)
  @Min(1)
  @IsInt()
  @NumberInText()
  @IsOptional()
  limit?: number;

  @Length(1, 1_024)
  @IsString()
  @IsOptional()
  after?: string;
}
