import { IsBoolean, IsOptional } from 'class-validator';

export class DisconnectDto {
  /** Also ends what they signed in with until now: sessions, and tokens that were made before. */
  @IsBoolean()
  @IsOptional()
  revokeTokens?: boolean;
}
