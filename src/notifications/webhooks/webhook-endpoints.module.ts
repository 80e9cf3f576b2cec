import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../../auth/index.js';
import { EgressModule } from '../egress/egress.module.js';
import { SecretSeal } from './secret-seal.js';
import { WebhookEntity } from './webhook.entity.js';
import { WebhookRepository } from './webhook.repository.js';
import { Webhooks } from './webhooks.service.js';

/** Which webhooks there are, without anything that sends: what the gateway and its command line have in common. */
@Module({
  imports: [TypeOrmModule.forFeature([WebhookEntity]), AccountsModule, EgressModule],
  providers: [SecretSeal, WebhookRepository, Webhooks],
  exports: [EgressModule, SecretSeal, WebhookRepository, Webhooks],
})
export class WebhookEndpointsModule {}
