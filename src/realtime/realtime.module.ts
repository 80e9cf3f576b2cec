import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AppConfig } from '../config/index.js';
import { ClusterBus, SingleNodeBus } from './cluster/cluster-bus.js';
import { Sharing } from './cluster/shared-entries.js';
import { ClusterSignals } from './cluster/signals.js';
import { Admission } from './connection/admission.js';
import { ConnectionHub } from './connection/connection-hub.js';
import { ConnectionTable } from './connection/connection-table.js';
import { ConnectionCounts } from './connection/connection-counts.js';
import { QueueWatch } from './connection/queue-watch.js';
import { DrainService } from './drain/drain.service.js';
import { Limiters, LocalLimiters } from './limits/limiters.js';
import { CommandExecutor } from './pipeline/command-executor.js';
import { CommandRegistry } from './pipeline/command-registry.js';
import { Dispatcher } from './pipeline/dispatcher.js';
import { PublicReads } from './pipeline/public-reads.js';
import { RateLimits } from './pipeline/rate-limits.js';
import { ScriptRunner } from './pipeline/script-runner.js';
import { ClusterPublisher } from './publisher/cluster-publisher.js';
import { LateStates } from './publisher/late-states.js';
import { LocalDelivery } from './publisher/local-delivery.js';
import { Outsiders } from './publisher/outsiders.js';
import { PersonDelivery } from './publisher/person-delivery.js';
import { Publisher } from './publisher/publisher.js';
import { PassingOrder } from './publisher/passing-order.js';
import { RoomOrder } from './publisher/room-order.js';
import { Topics } from './publisher/topics.js';
import { AddressLimits } from './transport/address-limits.js';
import { SocketServer } from './transport/socket-server.js';

const clusterBus: Provider = {
  provide: ClusterBus,
  inject: [AppConfig],
  useFactory: async ({ cluster }: AppConfig) => {
    if (cluster.redisUrl === undefined) return new SingleNodeBus();
    // Loading Redis's client takes its time at the start of every node, and most are alone.
    const { RedisStreamBus } = await import('./cluster/redis-stream-bus.js');
    return new RedisStreamBus(cluster.redisUrl, cluster.silenceMs);
  },
};

const limiters: Provider = {
  provide: Limiters,
  inject: [AppConfig],
  useFactory: async ({ cluster }: AppConfig) => {
    if (cluster.redisUrl === undefined) return new LocalLimiters();
    const { RedisLimiters } = await import('./limits/redis-limiters.js');
    return new RedisLimiters(cluster.redisUrl);
  },
};

/** Everything between the sockets and the features. `authenticator` binds the port `ConnectionAuthenticator`. */
@Global()
@Module({})
export class RealtimeModule {
  static forRoot(authenticator: { imports: DynamicModule['imports']; provider: Provider }): DynamicModule {
    return {
      module: RealtimeModule,
      imports: [DiscoveryModule, ...(authenticator.imports ?? [])],
      providers: [
        authenticator.provider,
        clusterBus,
        limiters,
        { provide: Sharing, inject: [ClusterBus], useFactory: ({ sharing }: ClusterBus) => sharing },
        ClusterSignals,
        AddressLimits,
        SocketServer,
        Admission,
        ConnectionHub,
        ConnectionTable,
        ConnectionCounts,
        QueueWatch,
        CommandExecutor,
        CommandRegistry,
        Dispatcher,
        PublicReads,
        RateLimits,
        ScriptRunner,
        LocalDelivery,
        PersonDelivery,
        LateStates,
        Topics,
        Outsiders,
        {
          provide: RoomOrder,
          inject: [AppConfig],
          useFactory: ({ realtime }: AppConfig) => new RoomOrder(realtime.orderMs),
        },
        {
          provide: PassingOrder,
          inject: [AppConfig],
          // An order of its own: it forgets rooms by other rules.
          useFactory: ({ realtime }: AppConfig) => new PassingOrder(new RoomOrder(realtime.orderMs)),
        },
        { provide: Publisher, useClass: ClusterPublisher },
        DrainService,
      ],
      exports: [
        Limiters,
        Publisher,
        PersonDelivery,
        Topics,
        Outsiders,
        PublicReads,
        RateLimits,
        SocketServer,
        DrainService,
        ConnectionTable,
        ClusterBus,
        Sharing,
        ClusterSignals,
      ],
    };
  }
}
