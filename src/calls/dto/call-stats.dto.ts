import { Type } from 'class-transformer';
import { IsBoolean, IsDefined, IsInt, IsNumber, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import type { CallStats, PayloadOf } from '../../protocol/index.js';

/** A day; nothing that is measured in a call takes so long. */
const MOST_MS = 86_400_000;

class StatsDto implements CallStats {
  @IsOptional()
  @Max(MOST_MS)
  @Min(0)
  @IsNumber()
  roundTripMs?: number;

  @IsOptional()
  @Max(MOST_MS)
  @Min(0)
  @IsNumber()
  jitterMs?: number;

  @IsOptional()
  @Max(Number.MAX_SAFE_INTEGER)
  @Min(0)
  @IsInt()
  packetsSent?: number;

  @IsOptional()
  @Max(Number.MAX_SAFE_INTEGER)
  @Min(0)
  @IsInt()
  packetsReceived?: number;

  @IsOptional()
  @Max(Number.MAX_SAFE_INTEGER)
  @Min(0)
  @IsInt()
  packetsLost?: number;

  @IsOptional()
  @Max(Number.MAX_SAFE_INTEGER)
  @Min(0)
  @IsInt()
  bytesSent?: number;

  @IsOptional()
  @Max(Number.MAX_SAFE_INTEGER)
  @Min(0)
  @IsInt()
  bytesReceived?: number;

  @IsOptional()
  @IsBoolean()
  relayed?: boolean;
}

export class CallStatsDto implements PayloadOf<'calls:stats'> {
  @IsUUID()
  callId!: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => StatsDto)
  stats!: StatsDto;
}
