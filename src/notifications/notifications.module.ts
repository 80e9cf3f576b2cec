import { Module } from '@nestjs/common';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { WorkModule } from './work/work.module.js';

/** What people are told who are not connected, and what the apps' own backends are told. */
@Module({ imports: [WorkModule, WebhooksModule], exports: [WebhooksModule] })
export class NotificationsModule {}
