import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { AnnounceUserDto } from './announce-user.dto.js';

const LEAST_SECONDS = 60;
const MOST_SECONDS = 86_400;

export class MintTokenDto {
  @MaxLength(256)
  @IsString()
  userId!: string;

  /** One hour where it is absent. */
  @Max(MOST_SECONDS)
  @Min(LEAST_SECONDS)
  @IsInt()
  @IsOptional()
  ttlSeconds?: number;

  /** Announces them by the same request. */
  @ValidateNested()
  @Type(() => AnnounceUserDto)
  @IsOptional()
  user?: AnnounceUserDto;
}
