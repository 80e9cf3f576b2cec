import { IsString, MaxLength, MinLength } from 'class-validator';

/** Longest password, in characters; hashing a megabyte is work for nothing. */
export const PASSWORD_CHARACTERS = 256;

export class RegisterDto {
  /** See `usernameFrom`; the bound here only keeps normalising cheap. */
  @MaxLength(256)
  @IsString()
  username!: string;

  @MaxLength(PASSWORD_CHARACTERS)
  @MinLength(6)
  @IsString()
  password!: string;
}
