import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../common/index.js';
import { Sweeping } from '../common/sweeping.js';
import { AppConfig } from '../config/index.js';
import { ClusterSignals } from '../realtime/index.js';
import { CallRepository } from './call.repository.js';
import { EndCall } from './end-call.js';
import { PartyRepository } from './party.repository.js';
import { Arrivals } from './returning/arrivals.js';
import { CallSeats } from './returning/call-seats.js';
import { Mailbox } from './signals/mailbox.js';
import { SignalRepository } from './signals/signal.repository.js';

const SWEEP_MS = 500;
/** A connection counts as there for 10 s after it was last said so: it is said three times meanwhile. */
const RENEW_EVERY = 6;

/**
 * The time of calls. It stands in the database, so that any node sees to any call, and a restart forgets none; what two nodes do at
 * once is done by one of them.
 */
@Injectable()
export class CallClock implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Calls');
  private sweeps = 0;
  private isFailing = false;
  private readonly sweeping = new Sweeping(
    () => this.sweep(),
    SWEEP_MS,
    (error) => {
      // Twice a second, as long as the database is away: said once.
      if (!this.isFailing) this.logger.warn({ err: error }, 'Calls can’t be seen to now; it is tried again until they can');
      this.isFailing = true;
    },
  );

  constructor(
    private readonly config: AppConfig,
    private readonly calls: CallRepository,
    private readonly parties: PartyRepository,
    private readonly ending: EndCall,
    private readonly seats: CallSeats,
    private readonly arrivals: Arrivals,
    private readonly mailbox: Mailbox,
    private readonly letters: SignalRepository,
    private readonly events: DomainEvents,
    private readonly signals: ClusterSignals,
  ) {}

  async onModuleInit(): Promise<void> {
    this.events.on('AccessRevoked', (revocation) => {
      if (revocation.kind === 'room') this.soon(this.removed(revocation));
    });
    this.signals.on('rooms-closed', ({ roomIds }) => {
      for (const roomId of roomIds) this.soon(this.ending.endIn(roomId));
    });
    // Alone and before anybody is let in: no connection of before is there.
    if (this.config.cluster.redisUrl === undefined) await this.parties.lapseAll();
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  private async sweep(): Promise<void> {
    // Before anybody is given up: the database may have been away for everybody.
    if (this.sweeps % RENEW_EVERY === 0) await this.seeToConnections();
    this.sweeps += 1;
    await this.arrivals.lookAgain();
    for (const callId of await this.calls.overdue()) await this.ending.expire(callId);
    for (const party of await this.parties.late()) await this.ending.lose(party);
    this.isFailing = false;
  }

  private async seeToConnections(): Promise<void> {
    await this.seats.renew();
    await this.seats.giveUpLapsed();
    const { connectionIds } = this.seats;
    if (connectionIds.length > 0) await this.mailbox.emptyAll(connectionIds);
    await this.letters.forgetOld();
  }

  private async removed({ userId, roomId, moment }: { userId: string; roomId: string; moment: number }): Promise<void> {
    const callId = await this.parties.inRoomBefore(userId, roomId, moment);
    if (callId !== undefined) await this.ending.remove(callId, userId);
  }

  /** What fails is found again: by the poll of revocations, or when its people go. */
  private soon(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Somebody could not be taken out of a call now');
    });
  }
}
