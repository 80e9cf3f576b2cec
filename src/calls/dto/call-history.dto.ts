import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { CALL_HISTORY_LIMIT, type CallHistoryRequest } from '../../protocol/index.js';

export class CallHistoryDto implements CallHistoryRequest {
  @IsOptional()
  @IsUUID()
  before?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(CALL_HISTORY_LIMIT)
  limit?: number;
}
