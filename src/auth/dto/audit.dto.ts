import { IsInt, IsOptional, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { NumberInText } from '../../common/number-in-text.js';
import { AUDIT_LIMIT } from '../../protocol/index.js';

const ID_CHARACTERS = 256;

export class ListAuditDto {
  /** The id of the administrator or of the API key. */
  @IsOptional()
  @IsString()
  @Length(1, ID_CHARACTERS)
  actor?: string;

  @IsOptional()
  @IsString()
  @Length(1, ID_CHARACTERS)
  target?: string;

  /** What was done: `users.ban`, `POST /api/server/rooms`. */
  @IsOptional()
  @IsString()
  @Length(1, ID_CHARACTERS)
  action?: string;

  /** The `cursor` of the page before. */
  @IsOptional()
  @IsUUID()
  before?: string;

  @IsOptional()
  @NumberInText()
  @IsInt()
  @Min(1)
  @Max(AUDIT_LIMIT)
  limit?: number;
}
