import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { retryIdempotent } from '../../database/index.js';
import { Rounds } from '../work/rounds.js';
import { deliveryAttempts } from '../work/work.metrics.js';
import { wordsOf } from '../work/words-of.js';
import { pauseAfter } from './backoff.js';
import type { Channel, Delivery, Outcome } from './channel.js';
import type { Claimed, DeliveryRepository } from './delivery.repository.js';

/** Sent at once by this node. */
const SLOTS = 16;
/** To one target by all nodes, so that one that hangs leaves slots to the others. */
const PER_TARGET = 2;
/** To all targets of one owner: a person may have twenty devices, and services that hang for each of them. */
const PER_OWNER = 4;
/** After that a delivery whose node has not said what became of it is tried by another. */
const LEASE_MS = 30_000;
/** Between two claims: what ends at about the same time makes room for one claim, not for several. */
const CLAIM_PAUSE_MS = 10;
/** Between two parts of a walk that found nobody: it goes on all the time while a target hangs, and must not keep the database busy. */
const WALK_PAUSE_MS = 100;
/** Where the last claim found that all who are due have all that they may have at once, what is added for them can wait that long. */
const SATURATED_MS = 100;
/** Of what waits for a target that is gone, by one statement: so many take no longer than a statement may. */
const BURIED_AT_ONCE = 1_000;
/** Channels give up long before; this is for one that forgot to. */
const SEND_MS = 25_000;

/** Sends what is due through one channel. */
export class ChannelWorker {
  private readonly logger = new Logger('Deliveries');
  private readonly running = new Map<Delivery, Promise<void>>();
  private readonly rounds: Rounds;
  /** Where the walk along the targets goes on. */
  private after = '';
  private isSaturated = false;
  private waking: NodeJS.Timeout | undefined;

  constructor(
    private readonly channel: Channel,
    private readonly repository: DeliveryRepository,
    failed: (error: unknown) => void,
  ) {
    this.rounds = new Rounds(() => this.claim(), failed, CLAIM_PAUSE_MS);
  }

  wake(): void {
    this.rounds.wake();
  }

  /** While a target hangs, a look at all that waits for it for each that is added would cost more than all the sending. */
  readonly tellEnqueued = (): void => {
    if (!this.isSaturated) this.wake();
    else
      this.waking ??= setTimeout(() => {
        this.waking = undefined;
        this.wake();
      }, SATURATED_MS).unref();
  };

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
    const limits = { channel, atMost: free, perTarget: PER_TARGET, perOwner: PER_OWNER, leaseMs: LEASE_MS };
    const { claimed, next } = await this.repository.claim(limits, this.after);
    this.after = next;
    this.isSaturated = claimed.length === 0 && this.running.size > 0;
    for (const delivery of claimed) this.begin(delivery);
    // Each that ends wakes the next round. Where the walk found nothing yet it has further to go.
    const goesOn = claimed.length === 0 && next !== '';
    if (goesOn) await delay(WALK_PAUSE_MS, undefined, { ref: false });
    return goesOn;
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
    const recorded = await retryIdempotent(() => this.record(delivery, outcome));
    deliveryAttempts.inc({ channel: delivery.channel, outcome: recorded });
  }

  private async send(delivery: Delivery): Promise<Outcome> {
    const deadline = new AbortController();
    const late = delay(SEND_MS, TOO_LATE, { signal: deadline.signal, ref: false });
    try {
      return await Promise.race([this.channel.send(delivery), late]);
    } catch (error) {
      return { outcome: 'retry', error: wordsOf(error) };
    } finally {
      deadline.abort();
      late.catch(() => undefined);
    }
  }

  /** Gives what it comes to: what may not be tried again is dead. */
  private async record(delivery: Delivery, result: Outcome): Promise<Outcome['outcome']> {
    const { outcome, status } = result;
    if (outcome === 'delivered') {
      await this.repository.delivered(delivery, status);
      return outcome;
    }
    const error = wordsOf(result.error);
    const pauseMs = outcome === 'retry' ? pauseAfter(delivery.attempt, result.afterMs) : undefined;
    const isDead = await this.repository.failed(delivery, error, status, pauseMs);
    if (outcome === 'gone') await this.repository.buryOf(delivery.channel, delivery.targetId, error, BURIED_AT_ONCE);
    return outcome === 'retry' && isDead ? 'dead' : outcome;
  }
}

const EXPIRED: Outcome = { outcome: 'dead', error: 'It could not be delivered before it expired' };
const TOO_LATE: Outcome = { outcome: 'retry', error: 'There was no answer in time' };
