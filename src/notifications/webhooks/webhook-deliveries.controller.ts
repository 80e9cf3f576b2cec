import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query, UseGuards } from '@nestjs/common';
import { adminOf, BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { WebhookDeliveryPage, WebhookTest } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { ListDeliveriesDto, ReplayDeadDto } from './dto/webhook-deliveries.dto.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';

/** Whether events get to a webhook, and once more for those that did not. */
@Controller('api/admin/webhooks/:id')
@UseGuards(BearerGuard)
@Refuses('FORBIDDEN', 'WEBHOOK_NOT_FOUND')
export class WebhookDeliveriesController {
  constructor(
    private readonly deliveries: WebhookDeliveries,
    private readonly rates: RateLimits,
  ) {}

  /** Sends a `ping` now, to a disabled webhook too, and tells what came of it. */
  @Post('test')
  @HttpCode(HttpStatus.OK)
  async test(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<WebhookTest> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.deliveries.test(adminOf(asker), id);
  }

  /** What became of the events that were for this webhook, newest first; kept for 3 days, what died for 14. */
  @Get('deliveries')
  async list(
    @CurrentAsker() asker: Asker,
    @Param('id') id: string,
    @Query(new BodyPipe(ListDeliveriesDto)) page: ListDeliveriesDto,
  ): Promise<WebhookDeliveryPage> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.deliveries.list(adminOf(asker), id, page);
  }

  /** Sends one again, whatever became of it, with the `webhook-id` that it had. `CONFLICT` while the webhook is disabled. */
  @Post('deliveries/:deliveryId/replay')
  @Refuses('DELIVERY_NOT_FOUND', 'CONFLICT')
  @HttpCode(HttpStatus.ACCEPTED)
  async replay(
    @CurrentAsker() asker: Asker,
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<{ replayed: number }> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.deliveries.replay(adminOf(asker), id, deliveryId);
    return { replayed: 1 };
  }

  /** Sends again what died and was made since then, at most 10,000 at a time. `CONFLICT` while the webhook is disabled. */
  @Post('replay-dead')
  @Refuses('CONFLICT')
  @HttpCode(HttpStatus.ACCEPTED)
  async replayDead(
    @CurrentAsker() asker: Asker,
    @Param('id') id: string,
    @Body(new BodyPipe(ReplayDeadDto)) { since }: ReplayDeadDto,
  ): Promise<{ replayed: number }> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return { replayed: await this.deliveries.replayDead(adminOf(asker), id, new Date(since)) };
  }
}
