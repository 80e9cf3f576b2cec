import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { PASSWORD_CHARACTERS } from './register.dto.js';

export class LoginDto {
  @MaxLength(256)
  @IsNotEmpty()
  @IsString()
  username!: string;

  @MaxLength(PASSWORD_CHARACTERS)
  @IsNotEmpty()
  @IsString()
  password!: string;
}
