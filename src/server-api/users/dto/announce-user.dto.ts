import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { ANNOUNCED_AT_ONCE, type AnnounceUser } from '../../../protocol/index.js';

const EMAIL = /^$|^[^\s@]{1,64}@[^\s@]{1,189}$/;
/** Their exact rules are the accounts' own; these bounds only keep checking cheap. */
const LONG = 256;
const URL_CHARACTERS = 2_048;

/** Somebody whom the URL names. */
export class AnnounceUserDto implements AnnounceUser {
  @MaxLength(LONG)
  @IsString()
  name!: string;

  @MaxLength(LONG)
  @IsString()
  @IsOptional()
  username?: string;

  @MaxLength(URL_CHARACTERS)
  @IsString()
  @IsOptional()
  avatarUrl?: string;

  @Matches(EMAIL, { message: 'email must be an e-mail address' })
  @IsOptional()
  email?: string;

  /** Nobody becomes an administrator by the app's word. */
  @IsIn(['student', 'mentor'])
  @IsOptional()
  role?: 'student' | 'mentor';
}

export class AnnouncedUserDto extends AnnounceUserDto {
  @MaxLength(LONG)
  @IsString()
  id!: string;
}

export class AnnounceUsersDto {
  @ValidateNested({ each: true })
  @Type(() => AnnouncedUserDto)
  @ArrayMaxSize(ANNOUNCED_AT_ONCE)
  @ArrayMinSize(1)
  @IsArray()
  users!: AnnouncedUserDto[];
}
