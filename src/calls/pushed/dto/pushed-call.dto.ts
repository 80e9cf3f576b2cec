import { IsUUID } from 'class-validator';

/** The call that a URL names. */
export class PushedCallDto {
  @IsUUID()
  id!: string;
}
