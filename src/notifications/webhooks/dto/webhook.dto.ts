import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsBoolean, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { WEBHOOK_EVENTS, type NewWebhook, type WebhookChange } from '../../../protocol/index.js';

const URL_CHARACTERS = 2_048;
const DESCRIPTION_CHARACTERS = 256;
const EVENTS = [...WEBHOOK_EVENTS, '*'] as const;

export class NewWebhookDto implements NewWebhook {
  @IsString()
  @Length(1, URL_CHARACTERS)
  url!: string;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(EVENTS.length)
  @IsIn(EVENTS, { each: true })
  events!: NewWebhook['events'];

  @IsOptional()
  @IsString()
  @MaxLength(DESCRIPTION_CHARACTERS)
  description?: string;
}

export class WebhookChangeDto implements WebhookChange {
  @IsOptional()
  @IsString()
  @Length(1, URL_CHARACTERS)
  url?: string;

  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(EVENTS.length)
  @IsIn(EVENTS, { each: true })
  events?: NewWebhook['events'];

  @IsOptional()
  @IsString()
  @MaxLength(DESCRIPTION_CHARACTERS)
  description?: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}
