import { IsString, MaxLength } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';

export class RevokeDto implements PayloadOf<'auth:revoke'> {
  @MaxLength(64)
  @IsString()
  sid!: string;
}
