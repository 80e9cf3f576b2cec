import { IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { TypedVariants } from '../../../common/typed-variants.js';
import type { PushSubscribe } from '../../../protocol/index.js';
import { FcmTargetDto, PushTargetDto, WebPushTargetDto } from './push-target.dto.js';

export class PushSubscribeDto implements PushSubscribe {
  @ValidateNested()
  @TypedVariants(PushTargetDto, { webpush: WebPushTargetDto, fcm: FcmTargetDto })
  target!: WebPushTargetDto | FcmTargetDto;

  @IsOptional()
  @Matches(/^[\w.:-]{1,128}$/, { message: 'deviceId must have 1 to 128 letters, digits, or . _ : -' })
  @IsString()
  deviceId?: string;
}
