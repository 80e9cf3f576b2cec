import { Module } from '@nestjs/common';
import { NoticesModule } from './notices/notices.module.js';
import { PushOut } from './notices/push-out.js';
import { DevicePushes } from './push/device-pushes.js';
import { PushModule } from './push/push.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { WorkModule } from './work/work.module.js';

/** What people are told who are not connected, and what the apps' own backends are told. */
@Module({
  imports: [
    WorkModule,
    WebhooksModule,
    PushModule,
    NoticesModule.forRoot({ imports: [PushModule], provider: { provide: PushOut, useExisting: DevicePushes } }),
  ],
  exports: [WebhooksModule],
})
export class NotificationsModule {}
