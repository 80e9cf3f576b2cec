import { IsString, Length } from 'class-validator';

export class CallTokenDto {
  /** As it came with the push. */
  @Length(1, 2_048)
  @IsString()
  token!: string;
}
