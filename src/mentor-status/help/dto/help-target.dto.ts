import { IsUUID } from 'class-validator';

/** `help:accept`, `help:decline` and `help:cancel`. */
export class HelpTargetDto {
  @IsUUID()
  requestId!: string;
}
