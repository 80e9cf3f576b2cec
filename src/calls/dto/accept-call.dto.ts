import { IsObject, IsOptional } from 'class-validator';
import type { AcceptCall } from '../../protocol/index.js';
import { CallTargetDto } from './call-target.dto.js';

export class AcceptCallDto extends CallTargetDto implements AcceptCall {
  @IsOptional()
  answer?: unknown;

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;
}
