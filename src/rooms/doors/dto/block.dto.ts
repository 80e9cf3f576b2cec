import { Type } from 'class-transformer';
import { IsDefined, IsNotEmpty, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { UserTarget } from '../../../protocol/index.js';

export class UserTargetDto implements UserTarget {
  @IsOptional()
  @MaxLength(256)
  @IsNotEmpty()
  @IsString()
  id?: string;

  @IsOptional()
  @MaxLength(256)
  @IsNotEmpty()
  @IsString()
  username?: string;
}

/** `rooms:block` and `rooms:unblock`. */
export class BlockDto {
  @IsDefined()
  @ValidateNested()
  @Type(() => UserTargetDto)
  user!: UserTarget;
}
