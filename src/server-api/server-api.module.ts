import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { CallsModule } from '../calls/index.js';
import { MentorStatusModule } from '../mentor-status/index.js';
import { PresenceModule } from '../presence/index.js';
import { ApiKeysModule } from './keys/api-keys.module.js';
import { ServerStatus } from './server-status.js';
import { StatusController } from './status.controller.js';
import { UsersController } from './users.controller.js';

/** What is asked of the server over HTTP and concerns several features. */
@Module({
  imports: [ApiKeysModule, AuthModule, PresenceModule, CallsModule, MentorStatusModule],
  controllers: [StatusController, UsersController],
  providers: [ServerStatus],
  exports: [ApiKeysModule],
})
export class ServerApiModule {}
