import { Global, Module, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { AccountsModule, Administration } from '../auth/index.js';
import { CommonModule } from '../common/common.module.js';
import { ConfigModule, type AppConfig } from '../config/index.js';
import { carryOut, type Order, type Outcome } from '../control/order.js';
import { DatabaseModule } from '../database/index.js';
import { WebhookEndpointsModule, Webhooks } from '../notifications/index.js';
import { ApiKeys, ApiKeysModule } from '../server-api/index.js';
import { ClusterBus, ClusterSignals, Limiters, LocalLimiters, SingleNodeBus } from '../realtime/index.js';

/** This process has no connections and speaks to no other node: gateways read in the database what was taken from whom. */
@Global()
@Module({
  providers: [{ provide: ClusterBus, useClass: SingleNodeBus }, { provide: Limiters, useClass: LocalLimiters }, ClusterSignals],
  exports: [ClusterSignals, Limiters],
})
class NoClusterModule {}

@Module({})
class CommandLineModule {}

/** Opens the database itself and carries it out there. */
export async function carryOutInDatabase(config: AppConfig, order: Order): Promise<Outcome> {
  const module = {
    module: CommandLineModule,
    imports: [
      ConfigModule.forRoot(config),
      EventEmitterModule.forRoot(),
      CommonModule,
      DatabaseModule.forRoot(),
      NoClusterModule,
      AccountsModule,
      ApiKeysModule,
      WebhookEndpointsModule,
    ],
  };
  const app = await NestFactory.createApplicationContext(module, { logger: new TroubleLogger(), abortOnError: false });
  try {
    const services = { administration: app.get(Administration), keys: app.get(ApiKeys), webhooks: app.get(Webhooks) };
    return await carryOut(order, services);
  } finally {
    await app.close();
  }
}

/** Answers belong on stdout, trouble on stderr, and nobody asked for the rest. */
class TroubleLogger implements LoggerService {
  log(): void {
    // That a module was loaded is no news here.
  }

  warn(message: unknown): void {
    write(message);
  }

  error(message: unknown): void {
    write(message);
  }
}

function write(message: unknown): void {
  if (typeof message === 'string') process.stderr.write(`${message}\n`);
}
