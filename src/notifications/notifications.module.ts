import { Module } from '@nestjs/common';
import { NoPushes } from './notices/no-pushes.js';
import { NoticesModule } from './notices/notices.module.js';
import { PushOut } from './notices/push-out.js';
import { WorkModule } from './work/work.module.js';

/** What people are told who are not connected, and what the apps' own backends are told. */
@Module({ imports: [WorkModule, NoticesModule.forRoot({ provider: { provide: PushOut, useClass: NoPushes } })] })
export class NotificationsModule {}
