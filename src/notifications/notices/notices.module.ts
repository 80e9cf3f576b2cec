import { Module, type DynamicModule, type ModuleMetadata, type Provider } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../../auth/index.js';
import { LiveAnywhere } from '../audience/live-anywhere.js';
import { FeedSweep } from '../feed/feed-sweep.js';
import { Feed } from '../feed/feed.service.js';
import { NotificationEntity } from '../feed/notification.entity.js';
import { NotificationRepository } from '../feed/notification.repository.js';
import { NotificationsController } from '../feed/notifications.controller.js';
import { NotificationsGateway } from '../feed/notifications.gateway.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { WorkModule } from '../work/work.module.js';
import { BlockersRepository } from './blockers.repository.js';
import { Deciding } from './deciding.js';
import { Listening } from './listening.js';
import { PendingNoticeEntity } from './pending-notice.entity.js';
import { PendingNoticeRepository } from './pending-notice.repository.js';
import { Settling } from './settling.js';

/** Who is told what, their feeds, and what they chose about it. */
@Module({})
export class NoticesModule {
  /** @param pushes what stands behind `PushOut`, and the modules that it needs */
  static forRoot({ imports = [], provider }: { imports?: ModuleMetadata['imports']; provider: Provider }): DynamicModule {
    return {
      module: NoticesModule,
      imports: [
        TypeOrmModule.forFeature([PendingNoticeEntity, NotificationEntity]),
        AuthModule,
        WorkModule,
        PreferencesModule,
        ...imports,
      ],
      controllers: [NotificationsController],
      providers: [
        NotificationsGateway,
        Listening,
        Deciding,
        Settling,
        LiveAnywhere,
        Feed,
        FeedSweep,
        PendingNoticeRepository,
        BlockersRepository,
        NotificationRepository,
        provider,
      ],
      exports: [LiveAnywhere],
    };
  }
}
