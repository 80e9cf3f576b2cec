import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { Outbox, Watch } from '../../database/index.js';
import { Deliveries } from '../delivery/deliveries.js';
import { Relay } from '../relay/relay.js';
import { DueRepository } from './due.repository.js';
import { Rounds } from './rounds.js';
import { deliveriesWaiting, outboxAge, outboxEvents } from './work.metrics.js';

/** For what other nodes left behind, what was put off, and for wake-ups that got lost. */
const LOOK_PAUSE_MS = 500;
/** What nobody waits for this moment is gathered for so long: in a stream of messages each would else be a transaction of its own. */
const GATHER_MS = 50;
/** Between two batches, also of what is urgent. */
const PAUSE_MS = 15;
const MEASURE_MS = 15_000;
/** What is being sent when the node is stopped has so long to end. */
const PATIENCE_MS = 3_000;

/** Keeps relay and deliveries going on this node: woken by each commit that makes work, and by a look each second. */
@Injectable()
export class Worker implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private readonly relaying: Rounds;
  private readonly measuring: Sweeping;
  private gathering: NodeJS.Timeout | undefined;
  private isTrouble = false;

  constructor(
    private readonly outbox: Outbox,
    relay: Relay,
    private readonly deliveries: Deliveries,
    private readonly due: DueRepository,
    private readonly watch: Watch,
  ) {
    this.relaying = new Rounds(() => relay.relayBatch(), this.tellTrouble, PAUSE_MS);
    this.measuring = new Sweeping(() => this.measure(), MEASURE_MS, this.tellTrouble);
  }

  /** Not before everybody has said what they consume: what is handed on earlier is lost on who comes later. */
  onApplicationBootstrap(): void {
    this.outbox.onAppended((isUrgent) => {
      if (isUrgent) this.relaying.wake();
      else this.gather();
    });
    this.watch.add({
      when: this.due.condition(this.deliveries.channels),
      pauseMs: LOOK_PAUSE_MS,
      work: () => this.look(),
      failed: this.tellTrouble,
    });
    this.measuring.start();
  }

  onModuleDestroy(): void {
    this.measuring.stop();
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
  }

  private async measure(): Promise<void> {
    const { pending, dead, oldestSeconds, channels } = await this.due.measure(this.deliveries.channels);
    this.isTrouble = false;
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
