import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { ServerApiModule } from '../server-api/index.js';
import { ControlSocket } from './control-socket.js';

/** How the command line reaches a running gateway. */
@Module({ imports: [AuthModule, ServerApiModule], providers: [ControlSocket] })
export class ControlModule {}
