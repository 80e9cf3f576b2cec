import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { NumberInText } from '../../../common/number-in-text.js';
import { ADMIN_PAGE_LIMIT, ROLES, type Role } from '../../../protocol/index.js';
import { CURSOR_CHARACTERS, STORABLE_QUERY, YES_OR_NO, type YesOrNo } from './query-fields.js';

export class ListAccountsDto {
  /** How the username or the name begins, or a whole id. */
  @IsOptional()
  @IsString()
  @Matches(STORABLE_QUERY, { message: 'query must have 1 to 256 characters' })
  query?: string;

  @IsOptional()
  @IsIn(ROLES)
  role?: Role;

  /** Only those who are banned, or only those who are not. */
  @IsOptional()
  @IsIn(YES_OR_NO)
  banned?: YesOrNo;

  @IsOptional()
  @NumberInText()
  @IsInt()
  @Min(1)
  @Max(ADMIN_PAGE_LIMIT)
  limit?: number;

  /** The `cursor` of the page before. */
  @IsOptional()
  @IsString()
  @Length(1, CURSOR_CHARACTERS)
  cursor?: string;
}
