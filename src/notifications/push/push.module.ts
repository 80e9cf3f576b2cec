import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../../auth/index.js';
import { EgressModule } from '../egress/egress.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { WorkModule } from '../work/work.module.js';
import { DevicePushes } from './device-pushes.js';
import { LastWord } from './last-word.js';
import { PushChannels } from './push-channels.js';
import { PushComposer } from './push-composer.js';
import { PushDeliveryRepository } from './push-delivery.repository.js';
import { PushSubscriptionEntity } from './push-subscription.entity.js';
import { PushSubscriptionRepository } from './push-subscription.repository.js';
import { PushSubscriptionsController } from './push-subscriptions.controller.js';
import { PushSubscriptions } from './push-subscriptions.service.js';
import { PushedCalls } from './pushed-calls.js';
import { ServerKeyEntity } from './server-key.entity.js';
import { ServerKeyRepository } from './server-key.repository.js';
import { Subscribed } from './subscribed.js';
import { VapidKeyController } from './vapid-key.controller.js';
import { VapidKeys } from './vapid-keys.js';
import { WebPushChannel } from './web/web-push.channel.js';

/** Reaches people on devices that have no connection. */
@Module({
  imports: [
    TypeOrmModule.forFeature([PushSubscriptionEntity, ServerKeyEntity]),
    AuthModule,
    EgressModule,
    WorkModule,
    PreferencesModule,
  ],
  controllers: [PushSubscriptionsController, VapidKeyController],
  providers: [
    PushSubscriptions,
    PushSubscriptionRepository,
    Subscribed,
    PushedCalls,
    VapidKeys,
    ServerKeyRepository,
    PushComposer,
    PushChannels,
    LastWord,
    WebPushChannel,
    PushDeliveryRepository,
    DevicePushes,
  ],
  exports: [DevicePushes, PushedCalls],
})
export class PushModule {}
