import { Injectable, Logger } from '@nestjs/common';
import type { Transaction } from '../../database/index.js';
import type { Channel, ChannelName, NewDelivery } from './channel.js';
import { ChannelWorker } from './channel-worker.js';
import { DeliveryRepository, type Waiting } from './delivery.repository.js';

/**
 * Brings things to targets outside: each at least once, with the same id however often it has to be tried, by whichever node is there.
 * What is enqueued is written down in the transaction that decided it and sent after its commit.
 */
@Injectable()
export class Deliveries {
  private readonly logger = new Logger('Deliveries');
  private readonly workers = new Map<ChannelName, ChannelWorker>();

  constructor(private readonly repository: DeliveryRepository) {}

  /** Call it while modules start. */
  use(channel: Channel): void {
    const worker = new ChannelWorker(channel, this.repository, (error) => {
      this.logger.warn({ err: error, channel: channel.name }, 'Deliveries could not be claimed; the next look will');
    });
    this.workers.set(channel.name, worker);
  }

  get channels(): ChannelName[] {
    return [...this.workers.keys()];
  }

  /** In the transaction that decides it. What the target was already told of is left out. */
  async enqueue(tx: Transaction, deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.repository.add(tx, deliveries);
    for (const name of new Set(deliveries.map(({ channel }) => channel))) {
      const worker = this.workers.get(name);
      if (worker !== undefined) tx.afterCommit(worker.tellEnqueued);
    }
  }

  /** What has not got there is worth nothing any more. One that is being sent this moment may still arrive. */
  withdraw(tx: Transaction, waiting: readonly Waiting[]): Promise<void> {
    return this.repository.withdraw(tx, waiting);
  }

  wake(channel: ChannelName): void {
    this.workers.get(channel)?.wake();
  }

  /** A planned stop: what runs has so long to end. */
  async stop(patienceMs: number): Promise<void> {
    await Promise.all([...this.workers.values()].map((worker) => worker.stop(patienceMs)));
  }
}
