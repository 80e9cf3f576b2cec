import { IsString, MaxLength } from 'class-validator';

export class RefreshTokenDto {
  /** Long enough for an access token too, which is then refused for what it is. */
  @MaxLength(8_192)
  @IsString()
  refreshToken!: string;
}
