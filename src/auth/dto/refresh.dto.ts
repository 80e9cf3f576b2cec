import { IsString } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';

export class RefreshDto implements PayloadOf<'auth:refresh'> {
  @IsString()
  token!: string;
}
