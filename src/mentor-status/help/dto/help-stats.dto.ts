import { IsISO8601, IsOptional, MaxLength } from 'class-validator';
import type { HelpStatsRequest } from '../../../protocol/index.js';

const TIME_CHARACTERS = 40;

export class HelpStatsDto implements HelpStatsRequest {
  @IsOptional()
  @MaxLength(TIME_CHARACTERS)
  @IsISO8601({ strict: true, strictSeparator: true })
  from?: string;

  @IsOptional()
  @MaxLength(TIME_CHARACTERS)
  @IsISO8601({ strict: true, strictSeparator: true })
  to?: string;
}
