import { Injectable, Logger } from '@nestjs/common';
import type { OutboxEventName } from '../../common/index.js';
import { Database, isUnavailable, Outbox, type StoredOutboxEvent, type Transaction } from '../../database/index.js';
import { wordsOf } from '../work/words-of.js';
import { RelayRepository, type Waiting } from './relay.repository.js';

/** Events of one transaction. */
const BATCH_SIZE = 100;
/** Of one that could not be taken. */
const DELAY = { pauseMs: 1_000, mostAttempts: 10 };
/** Attempts for which the database had no time and after which the others need not wait for it. */
const IN_PLACE = 4;

/** What is to be done after the commit, such as telling live connections. It is lost where the node dies just then. */
export type Afterwards = () => void | Promise<void>;

/** What a consumer does with events of those names. */
export type Handler<N extends OutboxEventName = OutboxEventName> = (
  tx: Transaction,
  events: StoredOutboxEvent<N>[],
) => Promise<void> | Promise<Afterwards | undefined>;

interface Consumer {
  readonly names: ReadonlySet<OutboxEventName> | 'all';
  readonly handle: Handler;
}

/**
 * Hands on what stands in the outbox: to every consumer of its name, in the order in which it happened, in one transaction that also
 * takes it out. So each consumer's work for an event is done exactly once, whatever dies in between.
 */
@Injectable()
export class Relay {
  private readonly logger = new Logger('Relay');
  private readonly consumers: Consumer[] = [];

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly repository: RelayRepository,
  ) {}

  /**
   * Call it while modules start. The handler must use nothing but the given transaction, and no network; when it throws, everything of
   * that transaction is done again later, with these events or with one of them alone.
   */
  consume<N extends OutboxEventName>(names: readonly N[], handle: Handler<N>): void {
    this.outbox.need(names);
    this.consumers.push({ names: new Set<OutboxEventName>(names), handle: handle as unknown as Handler });
  }

  /** As `consume`, of whatever there is: that nothing but `Outbox.setWanted` names needs no writing down. */
  consumeAll(handle: Handler): void {
    this.consumers.push({ names: 'all', handle });
  }

  /** The next ones. Says whether there may be more. */
  async relayBatch(): Promise<boolean> {
    let batch: Waiting[] = [];
    try {
      const afterwards = await this.database.transaction(async (tx) => {
        await this.repository.takeTurn(tx);
        batch = await this.repository.next(tx, BATCH_SIZE);
        return this.handOn(tx, batch);
      });
      await this.doAfterwards(afterwards);
    } catch (error) {
      if (batch.length === 0) throw error;
      await this.relayEach(batch);
    }
    return batch.length === BATCH_SIZE;
  }

  /** One that nobody can take must not hold up the others. */
  private async relayEach(batch: readonly Waiting[]): Promise<void> {
    for (const { position } of batch) {
      let taken: Waiting[] = [];
      try {
        const afterwards = await this.database.transaction(async (tx) => {
          await this.repository.takeTurn(tx);
          taken = await this.repository.at(tx, position);
          return this.handOn(tx, taken);
        });
        await this.doAfterwards(afterwards);
      } catch (error) {
        const [waiting] = taken;
        // It was not its turn yet.
        if (waiting === undefined) throw error;
        await this.failed(waiting, error);
      }
    }
  }

  /** Throws where it is the database that has no time: the others would fare no better, and have to come after this one. */
  private async failed(waiting: Waiting, error: unknown): Promise<void> {
    // Where the database is away these throw too, and nothing is counted.
    if (isUnavailable(error)) {
      await this.repository.excuse(waiting, wordsOf(error), IN_PLACE, DELAY);
      throw error;
    }
    const state = await this.repository.putOff(waiting, wordsOf(error), DELAY);
    const { name, id } = waiting.event;
    const level = state === 'dead' ? 'error' : 'warn';
    this.logger[level]({ err: error, event: name, id, state }, 'An event could not be handed on');
  }

  private async handOn(tx: Transaction, batch: readonly Waiting[]): Promise<Afterwards[]> {
    if (batch.length === 0) return [];
    const afterwards: Afterwards[] = [];
    for (const { names, handle } of this.consumers) {
      const events = batch.map(({ event }) => event).filter(({ name }) => names === 'all' || names.has(name));
      if (events.length === 0) continue;
      const work = await handle(tx, events);
      if (work !== undefined) afterwards.push(work);
    }
    await this.repository.remove(tx, batch);
    return afterwards;
  }

  private async doAfterwards(works: readonly Afterwards[]): Promise<void> {
    for (const work of works) {
      try {
        await work();
      } catch (error) {
        this.logger.error({ err: error }, 'What follows an event failed');
      }
    }
  }
}
