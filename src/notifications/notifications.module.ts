import { Module } from '@nestjs/common';
import { WorkModule } from './work/work.module.js';

/** What people are told who are not connected, and what the apps' own backends are told. */
@Module({ imports: [WorkModule] })
export class NotificationsModule {}
