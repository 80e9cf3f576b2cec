import { Type } from 'class-transformer';
import { IsIn, IsString, IsUrl, Matches, MaxLength, Validate, ValidateNested, ValidatorConstraint } from 'class-validator';
import type { ValidatorConstraintInterface } from 'class-validator';
import type { FcmTarget, PushSubscribe, WebPushTarget } from '../../../protocol/index.js';
import { isAuthSecret, isPublicKey } from '../push-keys.js';

const ENDPOINT_CHARACTERS = 2_048;

@ValidatorConstraint()
class PublicKeyRule implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return isPublicKey(value);
  }

  defaultMessage(): string {
    return 'p256dh must be an uncompressed P-256 point in base64url';
  }
}

@ValidatorConstraint()
class AuthSecretRule implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return isAuthSecret(value);
  }

  defaultMessage(): string {
    return 'auth must be 16 bytes in base64url';
  }
}

export class PushTargetDto {
  @IsIn(['webpush', 'fcm'])
  type!: PushSubscribe['target']['type'];
}

/** What names a browser's subscription; enough to end it. */
export class WebPushAddressDto extends PushTargetDto {
  declare type: 'webpush';

  /** That it is on the public internet is looked up afterwards. */
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  @MaxLength(ENDPOINT_CHARACTERS)
  @IsString()
  endpoint!: string;
}

export class WebPushKeysDto {
  @Validate(PublicKeyRule)
  p256dh!: string;

  @Validate(AuthSecretRule)
  auth!: string;
}

export class WebPushTargetDto extends WebPushAddressDto implements WebPushTarget {
  @ValidateNested()
  @Type(() => WebPushKeysDto)
  keys!: WebPushKeysDto;
}

export class FcmTargetDto extends PushTargetDto implements FcmTarget {
  declare type: 'fcm';

  @Matches(/^[\w:.-]{16,1024}$/, { message: 'token must be a registration token of FCM' })
  @IsString()
  token!: string;
}
