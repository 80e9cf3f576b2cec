import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/index.js';
import { DeliveryLogRepository } from '../delivery/delivery-log.repository.js';
import { WorkModule } from '../work/work.module.js';
import { WantedEvents } from './wanted-events.js';
import { WebhookChannel } from './webhook-channel.js';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { WebhookEndpointsModule } from './webhook-endpoints.module.js';
import { WebhookRelay } from './webhook-relay.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhooksController } from './webhooks.controller.js';

/** Tells apps' own backends what happens. */
@Module({
  imports: [AuthModule, WorkModule, WebhookEndpointsModule],
  controllers: [WebhooksController, WebhookDeliveriesController],
  providers: [DeliveryLogRepository, WantedEvents, WebhookChannel, WebhookDeliveries, WebhookRelay, WebhookSender],
  exports: [WebhookEndpointsModule],
})
export class WebhooksModule {}
