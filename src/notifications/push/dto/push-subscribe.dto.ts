import { Type } from 'class-transformer';
import { IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import type { PushSubscribe } from '../../../protocol/index.js';
import { FcmTargetDto, PushTargetDto, WebPushTargetDto } from './push-target.dto.js';

export class PushSubscribeDto implements PushSubscribe {
  @ValidateNested()
  @Type(() => PushTargetDto, {
    discriminator: {
      property: 'type',
      subTypes: [
        { value: WebPushTargetDto, name: 'webpush' },
        { value: FcmTargetDto, name: 'fcm' },
      ],
    },
    keepDiscriminatorProperty: true,
  })
  target!: WebPushTargetDto | FcmTargetDto;

  @IsOptional()
  @Matches(/^[\w.:-]{1,128}$/, { message: 'deviceId must have 1 to 128 letters, digits, or . _ : -' })
  @IsString()
  deviceId?: string;
}
