import { IsBoolean, IsOptional } from 'class-validator';
import type { PayloadOf } from '../../protocol/index.js';

export class OnlineDto implements PayloadOf<'presence:online'> {
  @IsOptional()
  @IsBoolean()
  watch?: boolean;
}
