import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, Matches, ValidateBy, ValidateNested } from 'class-validator';
import type { NotificationKind, QuietHours } from '../../../protocol/index.js';
import { IsIanaTimeZone } from './is-time-zone.js';

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const IsClock = (): PropertyDecorator => Matches(CLOCK, { message: '$property must be a time such as 22:30' });

const IsAnotherTime = (): PropertyDecorator =>
  ValidateBy({
    name: 'isAnotherTime',
    validator: {
      validate: (value: unknown, args) => value !== (args?.object as Partial<QuietHours> | undefined)?.from,
      defaultMessage: () => '$property must be another time than from',
    },
  });

class WaysDto {
  @IsOptional()
  @IsBoolean()
  push?: boolean;

  @IsOptional()
  @IsBoolean()
  feed?: boolean;
}

class KindsDto implements Partial<Record<NotificationKind, WaysDto>> {
  @IsOptional()
  @ValidateNested()
  @Type(() => WaysDto)
  message?: WaysDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => WaysDto)
  mention?: WaysDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => WaysDto)
  call?: WaysDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => WaysDto)
  help?: WaysDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => WaysDto)
  invitation?: WaysDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => WaysDto)
  announcement?: WaysDto;
}

class QuietHoursDto implements QuietHours {
  @IsClock()
  from!: string;

  @IsAnotherTime()
  @IsClock()
  to!: string;

  @IsIanaTimeZone()
  timeZone!: string;
}

/** As `NotificationPreferences`; what is left out is on. */
export class ReplacePreferencesDto {
  @IsOptional()
  @ValidateNested()
  @Type(() => KindsDto)
  kinds?: KindsDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => QuietHoursDto)
  quietHours?: QuietHoursDto;
}
