import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { Outbox } from '../../database/index.js';
import { Deliveries } from '../delivery/deliveries.js';
import { Relay } from '../relay/relay.js';
import { DueRepository } from './due.repository.js';
import { Rounds } from './rounds.js';
import { deliveriesWaiting, outboxAge, outboxEvents } from './work.metrics.js';

/** For what other nodes left behind, what was put off, and for wake-ups that got lost. */
const LOOK_EVERY_MS = 1_000;
/** What nobody waits for this moment is gathered for so long: in a stream of messages each would else be a transaction of its own. */
const GATHER_MS = 50;
/** Between two batches, also of what is urgent. */
const PAUSE_MS = 15;
/** Looks between two that also count what waits. */
const MEASURE_EVERY = 15;
/** What is being sent when the node is stopped has so long to end. */
const PATIENCE_MS = 3_000;

/** Keeps relay and deliveries going on this node: woken by each commit that makes work, and by a look each second. */
@Injectable()
export class Worker implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private readonly relaying: Rounds;
  private readonly looking: Sweeping;
  private gathering: NodeJS.Timeout | undefined;
  private isTrouble = false;
  private looks = 0;

  constructor(
    private readonly outbox: Outbox,
    relay: Relay,
    private readonly deliveries: Deliveries,
    private readonly due: DueRepository,
  ) {
    this.relaying = new Rounds(() => relay.relayBatch(), this.tellTrouble, PAUSE_MS);
    this.looking = new Sweeping(() => this.look(), LOOK_EVERY_MS, this.tellTrouble);
  }

  /** Not before everybody has said what they consume: what is handed on earlier is lost on who comes later. */
  onApplicationBootstrap(): void {
    this.outbox.onAppended((isUrgent) => {
      if (isUrgent) this.relaying.wake();
      else this.gather();
    });
    this.looking.start();
  }

  onModuleDestroy(): void {
    this.looking.stop();
  }

  /** After what others do while they stop: it may still append. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.relaying.stop();
    await this.deliveries.stop(PATIENCE_MS).catch(this.tellTrouble);
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.relaying.wake();
    }, GATHER_MS).unref();
  }

  private async look(): Promise<void> {
    const { events, channels } = await this.due.look(this.deliveries.channels);
    this.isTrouble = false;
    if (events) this.relaying.wake();
    for (const channel of channels) this.deliveries.wake(channel);
    this.looks += 1;
    if (this.looks % MEASURE_EVERY === 0) await this.measure();
  }

  private async measure(): Promise<void> {
    const { pending, dead, oldestSeconds, channels } = await this.due.measure(this.deliveries.channels);
    outboxEvents.set({ state: 'pending' }, pending);
    outboxEvents.set({ state: 'dead' }, dead);
    outboxAge.set(oldestSeconds);
    for (const { channel, count } of channels) deliveriesWaiting.set({ channel }, count);
  }

  /** Once, not each second for as long as the database is away. */
  private readonly tellTrouble = (error: unknown): void => {
    if (!this.isTrouble) this.logger.warn({ err: error }, 'Events and deliveries have to wait; trying again each second');
    this.isTrouble = true;
  };
}
