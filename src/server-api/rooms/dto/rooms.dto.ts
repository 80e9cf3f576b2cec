import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { NumberInText } from '../../../common/number-in-text.js';
import { MEMBER_ROLES, MEMBERS_AT_ONCE, type MemberRole } from '../../../protocol/index.js';
import { CreateRoomDto } from '../../../rooms/index.js';

const ID_CHARACTERS = 256;
const PAGE = 100;

export class RoleInRoomDto {
  @IsIn(MEMBER_ROLES)
  role!: MemberRole;
}

export class ListedMemberDto extends RoleInRoomDto {
  @MaxLength(ID_CHARACTERS)
  @IsString()
  userId!: string;
}

export class SetMembersDto {
  @ValidateNested({ each: true })
  @Type(() => ListedMemberDto)
  @ArrayMaxSize(MEMBERS_AT_ONCE)
  @ArrayMinSize(1)
  @IsArray()
  members!: ListedMemberDto[];
}

/** As `rooms:create`, with its members. */
export class HostRoomDto extends CreateRoomDto {
  @ValidateNested({ each: true })
  @Type(() => ListedMemberDto)
  @ArrayMaxSize(MEMBERS_AT_ONCE)
  @ArrayMinSize(1)
  @IsArray()
  members!: ListedMemberDto[];
}

export class MembersPageDto {
  @Length(1, ID_CHARACTERS)
  @IsString()
  @IsOptional()
  after?: string;

  @Max(PAGE)
  @Min(1)
  @IsInt()
  @NumberInText()
  @IsOptional()
  limit?: number;
}
