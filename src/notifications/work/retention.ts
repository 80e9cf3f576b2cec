import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { DeliveryRepository } from '../delivery/delivery.repository.js';
import { RelayRepository } from '../relay/relay.repository.js';

const SWEEP_MS = 60_000;
/** For whoever asks what became of something. */
const FINISHED_DAYS = 3;
/** Time to notice, to mend and to replay. */
const DEAD_DAYS = 14;
/** What has been due for so long is of a way that this server has no more. */
const FORGOTTEN_DAYS = 7;
/** Rows of one statement, and statements of one sweep: it has to be done in time however much has gathered. */
const AT_ONCE = 5_000;
const MOST_STATEMENTS = 20;

/** Forgets what was delivered, and what died and nobody has looked after. */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Notifications');
  private readonly sweeping = new Sweeping(
    () => this.sweep(),
    SWEEP_MS,
    (error) => {
      this.logger.warn({ err: error }, 'Old deliveries could not be removed now; the next sweep will');
    },
  );

  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly events: RelayRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  async sweep(): Promise<void> {
    await untilNothing(() => this.deliveries.buryForgotten(FORGOTTEN_DAYS, AT_ONCE));
    await untilNothing(() => this.deliveries.removeFinished(['delivered', 'withdrawn'], FINISHED_DAYS, AT_ONCE));
    await untilNothing(() => this.deliveries.removeFinished(['dead'], DEAD_DAYS, AT_ONCE));
    await untilNothing(() => this.events.removeDead(DEAD_DAYS, AT_ONCE));
  }
}

async function untilNothing(remove: () => Promise<number>): Promise<void> {
  for (let statement = 0; statement < MOST_STATEMENTS; statement += 1) {
    if ((await remove()) < AT_ONCE) return;
  }
}
