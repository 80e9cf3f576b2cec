import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents, type Revocation } from '../../common/index.js';
import { type Transaction } from '../../database/index.js';
import { ClusterSignals } from '../../realtime/index.js';
import { RevocationRepository, type NewRevocation } from './revocation.repository.js';

/** Every node hears within 2 s of what was written down, also one that no signal reaches. */
const POLL_MS = 1_500;
/** A transaction may be committed so long after its moment; what is this new is read again. */
const OVERLAP_MICROS = 10_000_000;
/**
 * What is newer is left to the next look: its signal is on its way behind the facts that tell people why, and nobody must be put
 * out before they hear it.
 */
const SIGNAL_MICROS = 300_000;
/** Far longer than a node may be without the database and still be one. */
const KEPT_MICROS = 24 * 3_600 * 1_000_000;
/** Looks between two removals, and what one removes at most: every leaving of a room leaves an entry. */
const TIDY_EVERY = 20;
const TIDY_AT_MOST = 5_000;

/**
 * Takes access away everywhere: written down in the transaction that decides it, then told to all nodes, which also look for
 * themselves. On every node each revocation becomes the event `AccessRevoked`, at least once.
 */
@Injectable()
export class Revocations implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Revocations');
  private timer: NodeJS.Timeout | undefined;
  private cursor = 0;
  private polls = 0;
  private isStopping = false;

  constructor(
    private readonly repository: RevocationRepository,
    private readonly signals: ClusterSignals,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.signals.on('revocation', (revocation) => {
      this.events.emit('AccessRevoked', revocation);
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    // Before anybody can connect: a first look that fails, however long, must not move the beginning.
    this.cursor = await this.repository.now();
    this.schedule();
  }

  onModuleDestroy(): void {
    this.isStopping = true;
    clearTimeout(this.timer);
  }

  /** Call it under the lock that guards the access, as the last statement but for the commit. */
  record(tx: Transaction, revocation: NewRevocation): Promise<Revocation> {
    return this.repository.add(tx, revocation);
  }

  /** As `record`, for many people who are no longer in a room. */
  recordRemovals(tx: Transaction, roomId: string, userIds: readonly string[]): Promise<Revocation[]> {
    return this.repository.addRemovals(tx, roomId, userIds);
  }

  /** After the commit. Resolves when it is done on every node that can be reached; after 2 s it is done on all. */
  async spread(revocation: Revocation): Promise<void> {
    const data = revocation.kind === 'user' ? await this.dated(revocation) : revocation;
    await this.signals.send({ name: 'revocation', data });
  }

  /** What other nodes, or the command line, wrote down meanwhile. */
  async poll(): Promise<void> {
    const { now, revocations } = await this.repository.since(this.cursor - OVERLAP_MICROS);
    for (const revocation of revocations) {
      if (revocation.moment <= now - SIGNAL_MICROS) this.events.emit('AccessRevoked', revocation);
    }
    this.cursor = now;
    this.polls += 1;
    if (this.polls % TIDY_EVERY === 0) await this.repository.removeBefore(now - KEPT_MICROS, TIDY_AT_MOST);
  }

  /**
   * With the time after the commit. Who a person is gets looked up without a lock: one who was looked up between the moment that was
   * written down and the commit would seem to have come later than the revocation, and never saw it.
   */
  private async dated(revocation: Revocation): Promise<Revocation> {
    try {
      return await this.repository.again(revocation);
    } catch (error) {
      this.logger.warn({ err: error }, 'A revocation could not be dated anew; it holds from when it was written down');
      return revocation;
    }
  }

  private schedule(): void {
    if (this.isStopping) return;
    this.timer = setTimeout(() => {
      this.poll()
        .catch((error: unknown) => {
          this.logger.warn({ err: error }, 'Revocations could not be read now; the next look will');
        })
        .finally(() => {
          this.schedule();
        });
    }, POLL_MS).unref();
  }
}
