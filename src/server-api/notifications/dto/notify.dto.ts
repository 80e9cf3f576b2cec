import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';
import { NOTIFIED_AT_ONCE } from '../../../protocol/index.js';

const TITLE = /^[^]{1,200}$/u;
const BODY = /^[^]{1,2000}$/u;

export class NotifyDto {
  /** One of the two. */
  @Length(1, 256, { each: true })
  @IsString({ each: true })
  @ArrayMaxSize(NOTIFIED_AT_ONCE)
  @ArrayMinSize(1)
  @IsArray()
  @IsOptional()
  userIds?: string[];

  /** Id or key: to everybody who belongs to the room. */
  @Length(1, 512)
  @IsString()
  @IsOptional()
  roomId?: string;

  @Matches(TITLE, { message: 'title must have 1 to 200 characters' })
  title!: string;

  @Matches(BODY, { message: 'body must have 1 to 2000 characters' })
  body!: string;

  @IsObject()
  @IsOptional()
  data?: Record<string, unknown>;

  /** A later one of the same key takes the place of an earlier one. */
  @Length(1, 64)
  @IsString()
  @IsOptional()
  collapseKey?: string;
}
