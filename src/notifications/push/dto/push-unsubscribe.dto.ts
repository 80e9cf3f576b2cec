import { IsUUID, ValidateNested } from 'class-validator';
import { TypedVariants } from '../../../common/typed-variants.js';
import { FcmTargetDto, PushTargetDto, WebPushAddressDto } from './push-target.dto.js';

/** For a device that knows nothing but what it subscribed with. */
export class PushUnsubscribeDto {
  @ValidateNested()
  @TypedVariants(PushTargetDto, { webpush: WebPushAddressDto, fcm: FcmTargetDto })
  target!: WebPushAddressDto | FcmTargetDto;
}

export class PushSubscriptionIdDto {
  @IsUUID()
  id!: string;
}
