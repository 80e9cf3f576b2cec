import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { NumberInText } from '../../../common/number-in-text.js';
import { ADMIN_PAGE_LIMIT, SUPERVISED_KINDS, type SupervisedKind } from '../../../protocol/index.js';
import { CURSOR_CHARACTERS, STORABLE_QUERY, YES_OR_NO, type YesOrNo } from './query-fields.js';

export class ListSupervisedRoomsDto {
  /** How the title begins, or a whole id, or the whole code or key of an open room. */
  @IsOptional()
  @IsString()
  @Matches(STORABLE_QUERY, { message: 'query must have 1 to 256 characters' })
  query?: string;

  @IsOptional()
  @IsIn(SUPERVISED_KINDS)
  kind?: SupervisedKind;

  /** Only rooms that are open, or only those that are closed. */
  @IsOptional()
  @IsIn(YES_OR_NO)
  open?: YesOrNo;

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
