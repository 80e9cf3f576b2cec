import { IsIn, IsInt, IsISO8601, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { NumberInText } from '../../../common/number-in-text.js';
import { DELIVERIES_LIMIT, WEBHOOK_DELIVERY_STATES, type WebhookDeliveryState } from '../../../protocol/index.js';

export class ListDeliveriesDto {
  @IsOptional()
  @IsIn(WEBHOOK_DELIVERY_STATES)
  state?: WebhookDeliveryState;

  @IsOptional()
  @IsUUID()
  before?: string;

  @IsOptional()
  @NumberInText()
  @IsInt()
  @Min(1)
  @Max(DELIVERIES_LIMIT)
  limit?: number;
}

export class ReplayDeadDto {
  /** ISO 8601; what was written down before stays dead. */
  @IsISO8601({ strict: true, strictSeparator: true })
  since!: string;
}
