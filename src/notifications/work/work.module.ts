import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Deliveries } from '../delivery/deliveries.js';
import { DeliveryEntity } from '../delivery/delivery.entity.js';
import { DeliveryRepository } from '../delivery/delivery.repository.js';
import { Relay } from '../relay/relay.js';
import { RelayRepository } from '../relay/relay.repository.js';
import { DueRepository } from './due.repository.js';
import { Retention } from './retention.js';
import { Worker } from './worker.js';

/** Gives `Relay` and `Deliveries` to the other parts of notifications. */
@Module({
  imports: [TypeOrmModule.forFeature([DeliveryEntity])],
  providers: [Relay, RelayRepository, Deliveries, DeliveryRepository, DueRepository, Worker, Retention],
  exports: [Relay, Deliveries],
})
export class WorkModule {}
