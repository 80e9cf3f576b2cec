import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import { ConnectionTable, Publisher, type Connection } from '../../realtime/index.js';
import { CallPresenter } from '../call.presenter.js';
import { CallRepository } from '../call.repository.js';
import { PartyRepository, type Returning } from '../party.repository.js';
import { RungCalls } from './rung-calls.js';
import { isFree, isNext, TakePlace } from './take-place.js';

/** Those who connect within it are asked about together: after a restart everybody comes at once. */
const TOGETHER_MS = 30;
/** From its commit until it is heard on all nodes, a call may take so long. */
const UNDER_WAY_MS = 1_000;

/** What a connection that has just opened has to do with calls that last already; old clients don't ask. */
@Injectable()
export class Arrivals implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Calls');
  private readonly arrived = new Set<string>();
  /** They came while the place of their person was still taken: by a connection that is there, or one nobody knows yet to be gone. */
  private readonly standingBy = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly parties: PartyRepository,
    private readonly calls: CallRepository,
    private readonly presenter: CallPresenter,
    private readonly connections: ConnectionTable,
    private readonly places: TakePlace,
    private readonly rung: RungCalls,
    private readonly publisher: Publisher,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('ConnectionOpened', ({ connectionId }) => {
      this.arrived.add(connectionId);
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.greetSoon();
      }, TOGETHER_MS).unref();
    });
    this.events.on('ConnectionClosed', ({ connectionId }) => {
      this.arrived.delete(connectionId);
      this.standingBy.delete(connectionId);
    });
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  /** Looks again whether the places of those who stand by are free. */
  async lookAgain(): Promise<void> {
    if (this.standingBy.size > 0) await this.greet([...this.standingBy]);
  }

  private greetSoon(): void {
    const ids = [...this.arrived];
    this.arrived.clear();
    this.greet(ids).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Calls of people who came could not be looked up now; the next sweep will');
    });
  }

  private async greet(ids: readonly string[]): Promise<void> {
    try {
      await this.greetAll(ids);
    } catch (error) {
      for (const id of ids) if (this.connections.get(id) !== undefined) this.standingBy.add(id);
      throw error;
    }
  }

  private async greetAll(ids: readonly string[]): Promise<void> {
    const here = ids.flatMap((id) => this.connections.get(id) ?? []);
    for (const id of ids) this.standingBy.delete(id);
    if (here.length === 0) return;
    const found = await this.parties.returning([...new Set(here.map(({ user }) => user.id))]);
    const byPerson = new Map(found.map((party) => [party.userId, party]));
    // The latest first: it is the one that the person has in their hands.
    for (const connection of here.toReversed()) await this.greetOne(connection, byPerson.get(connection.user.id));
  }

  private async greetOne(connection: Connection, party: Returning | undefined): Promise<void> {
    if (party === undefined || party.connectionId === connection.id) return;
    if (party.state === 'invited') await this.ring(connection, party);
    else if (!isNext(connection, party)) return;
    else if (!isFree(party) || !(await this.places.take(connection, party))) {
      this.standBy(connection);
    }
  }

  private standBy({ id, open }: Connection): void {
    if (open) this.standingBy.add(id);
  }

  /** It rings on devices, too, that come while it does. */
  private async ring(connection: Connection, { callId, startedMsAgo }: Returning): Promise<void> {
    const hasHeard = this.rung.hasHeard(connection, callId);
    if (hasHeard === true) return;
    if (hasHeard === undefined && startedMsAgo < UNDER_WAY_MS) {
      // Committed a moment ago: this connection may be about to hear of it as all others do.
      this.standBy(connection);
      return;
    }
    const record = await this.calls.find(callId);
    if (record?.state !== 'ringing') return;
    const { offer, metadata } = record;
    this.publisher.publish({ connection: connection.id }, 'calls:incoming', {
      call: await this.presenter.present(record),
      offer,
      metadata,
    });
  }
}
