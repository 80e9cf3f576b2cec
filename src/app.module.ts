import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { AuthModule, ConnectionAuthenticatorService } from './auth/index.js';
import { CallsModule, PushReach, PushReachModule, Reach } from './calls/index.js';
import { ChatModule } from './chat/index.js';
import { CommonModule } from './common/common.module.js';
import { HttpErrorFilter } from './common/http-error.filter.js';
import { ConfigModule, type AppConfig } from './config/index.js';
import { ControlModule } from './control/control.module.js';
import { DatabaseModule } from './database/index.js';
import { FilesModule } from './files/index.js';
import { MentorStatusModule } from './mentor-status/index.js';
import { NotificationsModule, PushedCalls, PushModule, RingingCalls, RingingCallsModule } from './notifications/index.js';
import { OpsModule } from './ops/index.js';
import { PresenceModule } from './presence/index.js';
import { ConnectionAuthenticator, RealtimeModule } from './realtime/index.js';
import { RoomsModule } from './rooms/index.js';
import { ServerApiModule } from './server-api/index.js';

/** The parts list: what the gateway is made of, and which implementation stands behind each port. */
@Module({})
export class AppModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        EventEmitterModule.forRoot(),
        CommonModule,
        DatabaseModule.forRoot(),
        RealtimeModule.forRoot({
          imports: [AuthModule],
          provider: { provide: ConnectionAuthenticator, useExisting: ConnectionAuthenticatorService },
        }),
        AuthModule,
        PresenceModule,
        RoomsModule,
        FilesModule,
        ChatModule,
        CallsModule,
        PushReachModule.forRoot({
          imports: [PushModule],
          provider: { provide: PushReach, useExisting: PushedCalls },
        }),
        MentorStatusModule,
        RingingCallsModule.forRoot({
          imports: [CallsModule],
          provider: { provide: RingingCalls, useExisting: Reach },
        }),
        NotificationsModule,
        ServerApiModule,
        ControlModule,
        OpsModule,
      ],
      providers: [{ provide: APP_FILTER, useClass: HttpErrorFilter }],
    };
  }
}
