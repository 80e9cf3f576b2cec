import { Module } from '@nestjs/common';
import { PushModule } from './push/push.module.js';
import { WorkModule } from './work/work.module.js';

/** What people are told who are not connected, and what the apps' own backends are told. */
@Module({ imports: [WorkModule, PushModule] })
export class NotificationsModule {}
