import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { NumberInText } from '../../common/number-in-text.js';
import { CONVERSATIONS_LIMIT } from '../../protocol/index.js';

/** The query of `GET /api/conversations`. */
export class ConversationsDto {
  /** The `cursor` of the page before. */
  @IsOptional()
  @IsString()
  before?: string;

  /** Default 50. */
  @IsOptional()
  @NumberInText()
  @IsInt()
  @Min(1)
  @Max(CONVERSATIONS_LIMIT)
  limit?: number;
}
