import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker, CurrentIdentity } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { PushSubscription } from '../../protocol/index.js';
import { RateLimits, type Asker, type Identity } from '../../realtime/index.js';
import { PushSubscribeDto } from './dto/push-subscribe.dto.js';
import { PushSubscriptionIdDto, PushUnsubscribeDto } from './dto/push-unsubscribe.dto.js';
import { PushSubscriptions } from './push-subscriptions.service.js';

/** A person's own devices that pushes go to. */
@Controller('api/push/subscriptions')
@UseGuards(BearerGuard)
export class PushSubscriptionsController {
  constructor(
    private readonly subscriptions: PushSubscriptions,
    private readonly rates: RateLimits,
  ) {}

  /** Has pushes go to a browser or an app. The same target again is the same subscription; it ends with the login session it is made in. */
  @Post()
  async subscribe(
    @CurrentAsker() asker: Asker,
    @CurrentIdentity() identity: Identity,
    @Body(new BodyPipe(PushSubscribeDto)) request: PushSubscribeDto,
  ): Promise<PushSubscription> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.subscriptions.subscribe(identity, request);
  }

  /** One's devices that pushes go to, newest first; without the secrets of their targets. */
  @Get()
  async list(@CurrentAsker() asker: Asker): Promise<{ subscriptions: PushSubscription[] }> {
    await this.rates.admit(asker, 'read', 'refuse');
    return { subscriptions: await this.subscriptions.list(asker.user.id) };
  }

  /** Ends one of one's subscriptions. */
  @Delete(':id')
  @Refuses('SUBSCRIPTION_NOT_FOUND')
  @HttpCode(HttpStatus.NO_CONTENT)
  async unsubscribe(
    @CurrentAsker() asker: Asker,
    @Param(new BodyPipe(PushSubscriptionIdDto)) { id }: PushSubscriptionIdDto,
  ): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.subscriptions.unsubscribe(asker.user.id, id);
  }

  /** Ends one of one's subscriptions, for a device that knows nothing but its endpoint or token. */
  @Delete()
  @Refuses('SUBSCRIPTION_NOT_FOUND')
  @HttpCode(HttpStatus.NO_CONTENT)
  async unsubscribeTarget(
    @CurrentAsker() asker: Asker,
    @Body(new BodyPipe(PushUnsubscribeDto)) { target }: PushUnsubscribeDto,
  ): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.subscriptions.unsubscribeTarget(asker.user.id, target);
  }
}
