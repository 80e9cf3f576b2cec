import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker, CurrentIdentity } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
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

  @Post()
  async subscribe(
    @CurrentAsker() asker: Asker,
    @CurrentIdentity() identity: Identity,
    @Body(new BodyPipe(PushSubscribeDto)) request: PushSubscribeDto,
  ): Promise<PushSubscription> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.subscriptions.subscribe(identity, request);
  }

  @Get()
  async list(@CurrentAsker() asker: Asker): Promise<{ subscriptions: PushSubscription[] }> {
    await this.rates.admit(asker, 'read', 'refuse');
    return { subscriptions: await this.subscriptions.list(asker.user.id) };
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async unsubscribe(
    @CurrentAsker() asker: Asker,
    @Param(new BodyPipe(PushSubscriptionIdDto)) { id }: PushSubscriptionIdDto,
  ): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.subscriptions.unsubscribe(asker.user.id, id);
  }

  /** For a browser that knows its endpoint alone. */
  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  async unsubscribeTarget(
    @CurrentAsker() asker: Asker,
    @Body(new BodyPipe(PushUnsubscribeDto)) { target }: PushUnsubscribeDto,
  ): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.subscriptions.unsubscribeTarget(asker.user.id, target);
  }
}
