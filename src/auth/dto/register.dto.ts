import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

/** Longest password, in characters; hashing a megabyte is work for nothing. */
export const PASSWORD_CHARACTERS = 256;
/** Shortest password, in characters. */
export const LEAST_PASSWORD_CHARACTERS = 6;

export class RegisterDto {
  /** 3 to 32 characters. The bound here only keeps normalising cheap: see `usernameFrom`. */
  @MaxLength(256)
  @IsString()
  username!: string;

  @MaxLength(PASSWORD_CHARACTERS)
  @MinLength(LEAST_PASSWORD_CHARACTERS)
  @IsString()
  password!: string;

  /** `student` where it is absent; what `mentor` takes is `MENTOR_SIGNUP`'s to say. Nobody registers as an administrator. */
  @IsIn(['student', 'mentor'])
  @IsOptional()
  role?: 'student' | 'mentor';

  /** The code of an invitation to register as a mentor. */
  @MaxLength(128)
  @IsString()
  @IsOptional()
  invite?: string;
}
