import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import { Sweeping } from '../../common/sweeping.js';
import { AppConfig } from '../../config/index.js';
import { ConnectionTable, Publisher } from '../../realtime/index.js';
import { AdmissionRepository } from './admission.repository.js';
import { DENIED_SECONDS } from './standing-rules.js';

const SWEEP_MS = 60_000;
/** Three sweeps: one may fail, and one be late. */
const UNSEEN_SECONDS = 180;

/** Who waits and goes away no longer waits; clears up after nodes that died, and at the doors of closed rooms. */
@Injectable()
export class WaitingEndings implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Rooms');
  /** Who waits and is here. */
  private readonly watched = new Set<string>();
  private readonly sweeping = new Sweeping(
    () => this.sweep(),
    SWEEP_MS,
    (error) => {
      this.logger.warn({ err: error }, 'The doors of rooms could not be cleared up now; the next sweep will');
    },
  );

  constructor(
    private readonly config: AppConfig,
    private readonly admissions: AdmissionRepository,
    private readonly connections: ConnectionTable,
    private readonly publisher: Publisher,
    private readonly events: DomainEvents,
  ) {}

  async onModuleInit(): Promise<void> {
    this.listen();
    // Alone and before anybody is let in: no guest of before comes back as the same.
    if (this.config.cluster.redisUrl === undefined) await this.admissions.removeGuests();
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  listen(): void {
    this.events.on('UserWentOffline', ({ user }) => {
      void this.gone(user.id);
    });
  }

  watch(userId: string): void {
    this.watched.add(userId);
  }

  async sweep(): Promise<void> {
    for (const id of this.watched) if (this.connections.countOf(id) === 0) this.watched.delete(id);
    // Also those who knocked on another node, and came here when it was gone.
    for (const id of await this.admissions.whoWaits()) if (this.connections.countOf(id) > 0) this.watched.add(id);
    if (this.watched.size > 0) await this.admissions.markSeen([...this.watched]);
    for (const { userId, roomId: id, key, code } of await this.admissions.removeStale(UNSEEN_SECONDS, DENIED_SECONDS)) {
      this.publisher.publish({ user: userId }, 'rooms:denied', { room: { id, key, code } });
    }
  }

  private async gone(userId: string): Promise<void> {
    if (!this.watched.delete(userId)) return;
    try {
      await this.admissions.removeGone(userId);
    } catch (error) {
      this.logger.warn({ err: error }, 'Somebody who went away still waits; a later sweep ends it');
    }
  }
}
