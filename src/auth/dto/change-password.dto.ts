import { IsNotEmpty, IsString, MaxLength, MinLength } from 'class-validator';
import { LEAST_PASSWORD_CHARACTERS, PASSWORD_CHARACTERS } from './register.dto.js';

export class ChangePasswordDto {
  @MaxLength(PASSWORD_CHARACTERS)
  @IsNotEmpty()
  @IsString()
  currentPassword!: string;

  @MaxLength(PASSWORD_CHARACTERS)
  @MinLength(LEAST_PASSWORD_CHARACTERS)
  @IsString()
  newPassword!: string;
}
