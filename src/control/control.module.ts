import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { ServerApiModule } from '../server-api/index.js';
import { ControlSocket } from './control-socket.js';

/** How the command line reaches a running gateway. */
@Module({ imports: [AuthModule, ServerApiModule, NotificationsModule], providers: [ControlSocket] })
export class ControlModule {}
