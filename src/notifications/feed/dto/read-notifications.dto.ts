import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, IsUUID } from 'class-validator';
import type { PayloadOf } from '../../../protocol/index.js';

const IDS = 100;

export class ReadNotificationsDto implements PayloadOf<'notifications:read'> {
  @IsOptional()
  @IsUUID(undefined, { each: true })
  @ArrayMaxSize(IDS)
  @ArrayMinSize(1)
  @IsArray()
  ids?: string[];

  @IsOptional()
  @IsUUID()
  until?: string;
}
