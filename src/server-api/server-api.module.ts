import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { CallsModule } from '../calls/index.js';
import { ChatModule } from '../chat/index.js';
import { MentorStatusModule } from '../mentor-status/index.js';
import { PresenceModule } from '../presence/index.js';
import { RoomsModule } from '../rooms/index.js';
import { AdminRoomsController } from './administration/admin-rooms.controller.js';
import { AdminUsersController } from './administration/admin-users.controller.js';
import { AdminStatsController } from './administration/stats/admin-stats.controller.js';
import { LiveStats } from './administration/stats/live-stats.js';
import { NodeSampler } from './administration/stats/node-sampler.js';
import { StatsPast } from './administration/stats/stats-past.js';
import { ExpiredKeys } from './idempotency/expired-keys.js';
import { IdempotencyKeyEntity } from './idempotency/idempotency-key.entity.js';
import { IdempotencyRepository } from './idempotency/idempotency.repository.js';
import { Idempotency } from './idempotency/idempotency.service.js';
import { ApiKeysModule } from './keys/api-keys.module.js';
import { KeyCheck } from './keys/key-check.js';
import { KnownKeys } from './keys/known-keys.js';
import { BackendMessagesController } from './messages/backend-messages.controller.js';
import { BackendMessages } from './messages/backend-messages.js';
import { BackendNotificationsController } from './notifications/backend-notifications.controller.js';
import { BackendNotifications } from './notifications/backend-notifications.js';
import { ServerPresenceController } from './presence/server-presence.controller.js';
import { KeyGuard } from './requests/key.guard.js';
import { ServerRequests } from './requests/server-requests.interceptor.js';
import { ServerMembersController } from './rooms/members.controller.js';
import { ServerRoomsController } from './rooms/server-rooms.controller.js';
import { ServerStatus } from './server-status.js';
import { StatusController } from './status.controller.js';
import { UsersController } from './users.controller.js';
import { ServerModerationController } from './users/moderation.controller.js';
import { ServerUsersController } from './users/server-users.controller.js';
import { TokensController } from './users/tokens.controller.js';

/** What the app's own backend asks for with an API key. */
export const SERVER_CONTROLLERS = [
  ServerUsersController,
  ServerModerationController,
  TokensController,
  ServerRoomsController,
  ServerMembersController,
  BackendMessagesController,
  BackendNotificationsController,
  ServerPresenceController,
];

/** What administrators see and do by their access token. */
const ADMIN_CONTROLLERS = [AdminStatsController, AdminUsersController, AdminRoomsController];

/** What is asked of the server over HTTP and concerns several features. */
@Module({
  imports: [
    TypeOrmModule.forFeature([IdempotencyKeyEntity]),
    ApiKeysModule,
    AuthModule,
    PresenceModule,
    RoomsModule,
    ChatModule,
    CallsModule,
    MentorStatusModule,
  ],
  controllers: [StatusController, UsersController, ...ADMIN_CONTROLLERS, ...SERVER_CONTROLLERS],
  providers: [
    ServerStatus,
    NodeSampler,
    StatsPast,
    LiveStats,
    KeyCheck,
    KnownKeys,
    KeyGuard,
    ServerRequests,
    Idempotency,
    IdempotencyRepository,
    ExpiredKeys,
    BackendMessages,
    BackendNotifications,
  ],
  exports: [ApiKeysModule],
})
export class ServerApiModule {}
