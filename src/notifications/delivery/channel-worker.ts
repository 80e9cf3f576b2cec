import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { retryIdempotent } from '../../database/index.js';
import { Rounds } from '../work/rounds.js';
import { pauseAfter } from './backoff.js';
import type { Channel, Delivery, Outcome } from './channel.js';
import type { Claimed, DeliveryRepository } from './delivery.repository.js';

/** Sent at once by this node. */
const SLOTS = 16;
/** To one target by all nodes, so that one that hangs leaves slots to the others. */
const PER_TARGET = 2;
/** After that a delivery whose node has not said what became of it is tried by another. */
const LEASE_MS = 60_000;
/** Channels give up long before; this is for one that forgot to. */
const SEND_MS = 45_000;

/** Sends what is due through one channel. */
export class ChannelWorker {
  private readonly logger = new Logger('Deliveries');
  private readonly running = new Map<Delivery, Promise<void>>();
  private readonly rounds: Rounds;

  constructor(
    private readonly channel: Channel,
    private readonly repository: DeliveryRepository,
    failed: (error: unknown) => void,
  ) {
    this.rounds = new Rounds(() => this.claim(), failed);
  }

  wake(): void {
    this.rounds.wake();
  }

  /** Claims nothing any more; what runs has so long to end, and is given back then. */
  async stop(patienceMs: number): Promise<void> {
    await this.rounds.stop();
    const deadline = new AbortController();
    const isLate = delay(patienceMs, undefined, { signal: deadline.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.running.values()), isLate]);
    deadline.abort();
    if (this.running.size > 0) await this.repository.release([...this.running.keys()]);
  }

  private async claim(): Promise<boolean> {
    const free = SLOTS - this.running.size;
    if (free === 0) return false;
    const { name: channel } = this.channel;
    const claimed = await this.repository.claim({ channel, atMost: free, perTarget: PER_TARGET, leaseMs: LEASE_MS });
    for (const delivery of claimed) this.begin(delivery);
    // Each that ends wakes the next round.
    return false;
  }

  private begin(delivery: Claimed): void {
    const sending = this.settle(delivery)
      .catch((error: unknown) => {
        this.logger.warn(
          { err: error, id: delivery.id },
          'What became of a delivery could not be written down; it is tried again',
        );
      })
      .finally(() => {
        this.running.delete(delivery);
        this.wake();
      });
    this.running.set(delivery, sending);
  }

  private async settle(delivery: Claimed): Promise<void> {
    const outcome = delivery.isExpired ? EXPIRED : await this.send(delivery);
    await retryIdempotent(() => this.record(delivery, outcome));
  }

  private async send(delivery: Delivery): Promise<Outcome> {
    const deadline = new AbortController();
    const late = delay(SEND_MS, TOO_LATE, { signal: deadline.signal });
    try {
      return await Promise.race([this.channel.send(delivery), late]);
    } catch (error) {
      return { outcome: 'retry', error: error instanceof Error ? error.message : String(error) };
    } finally {
      deadline.abort();
      late.catch(() => undefined);
    }
  }

  private async record(delivery: Delivery, result: Outcome): Promise<void> {
    if (result.outcome === 'delivered') return this.repository.delivered(delivery, result.status);
    const { outcome, error, status } = result;
    const pauseMs = outcome === 'retry' ? pauseAfter(delivery.attempt, result.afterMs) : undefined;
    await this.repository.failed(delivery, error, status, pauseMs);
    if (outcome === 'gone') await this.repository.buryOf(delivery.channel, delivery.targetId, error);
  }
}

const EXPIRED: Outcome = { outcome: 'dead', error: 'It could not be delivered before it expired' };
const TOO_LATE: Outcome = { outcome: 'retry', error: 'There was no answer in time' };
