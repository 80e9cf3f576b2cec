import { Type } from 'class-transformer';
import { IsUUID, ValidateNested } from 'class-validator';
import { FcmTargetDto, PushTargetDto, WebPushAddressDto } from './push-target.dto.js';

/** For a device that knows nothing but what it subscribed with. */
export class PushUnsubscribeDto {
  @ValidateNested()
  @Type(() => PushTargetDto, {
    discriminator: {
      property: 'type',
      subTypes: [
        { value: WebPushAddressDto, name: 'webpush' },
        { value: FcmTargetDto, name: 'fcm' },
      ],
    },
    keepDiscriminatorProperty: true,
  })
  target!: WebPushAddressDto | FcmTargetDto;
}

export class PushSubscriptionIdDto {
  @IsUUID()
  id!: string;
}
