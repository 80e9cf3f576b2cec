import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { isPassingGuest } from '../../common/index.js';
import { Sweeping } from '../../common/sweeping.js';
import { ConnectionTable } from '../../realtime/index.js';
import { GuestRepository } from './guest.repository.js';

const EVERY_MS = 15 * 60_000;
/** How long after they were here last others can write to a guest. */
const LATELY_HOURS = 24;
/** Of one statement: anybody can claim any number of ids, and all of them have to go. */
const AT_MOST = 1_000;

/** Forgets guests who are gone. Each node says who of them is still here. */
@Injectable()
export class AbsentGuests implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Guests');
  private readonly sweeping = new Sweeping(
    () => this.forget(),
    EVERY_MS,
    (error) => {
      this.logger.warn({ err: error }, 'Guests who are gone could not be forgotten now; the next sweep will');
    },
  );

  constructor(
    private readonly guests: GuestRepository,
    private readonly connections: ConnectionTable,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  async forget(): Promise<void> {
    const here = new Set<string>();
    for (const { user } of this.connections.all()) if (user.guest && !isPassingGuest(user.id)) here.add(user.id);
    if (here.size > 0) await this.guests.touch([...here]);
    for (let removed = AT_MOST; removed === AT_MOST;) removed = await this.guests.removeUnseen(LATELY_HOURS, AT_MOST);
  }
}
