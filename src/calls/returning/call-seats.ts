import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import type { Connection } from '../../realtime/index.js';
import { CallPresenter } from '../call.presenter.js';
import { CallRepository } from '../call.repository.js';
import { CallTeller } from '../call-teller.js';
import { PartyRepository, type Dropped } from '../party.repository.js';

/** The connections of this node by which somebody takes part in a call: says that they are there, and at once when one is gone. */
@Injectable()
export class CallSeats implements OnModuleInit {
  private readonly logger = new Logger('Calls');
  private readonly graceMs: number;
  /** Each with a number of its own, so that a connection which sits down again meanwhile is known to. */
  private readonly seated = new Map<string, number>();
  private seatings = 0;

  constructor(
    config: AppConfig,
    private readonly parties: PartyRepository,
    private readonly calls: CallRepository,
    private readonly presenter: CallPresenter,
    private readonly teller: CallTeller,
    private readonly events: DomainEvents,
  ) {
    this.graceMs = config.calls.graceMs;
  }

  onModuleInit(): void {
    this.events.on('ConnectionClosed', ({ connectionId }) => {
      if (this.seated.delete(connectionId)) this.dropSoon(connectionId);
    });
  }

  /** After the commit. It may have closed meanwhile. */
  seat({ id, open }: Connection): void {
    if (open) this.seated.set(id, (this.seatings += 1));
    else this.dropSoon(id);
  }

  get connectionIds(): string[] {
    return [...this.seated.keys()];
  }

  /** Says that all who sit here are there. Who was given up because nobody could say so for a while is back. */
  async renew(): Promise<void> {
    const seated = new Map(this.seated);
    if (seated.size === 0) return;
    const renewed = await this.parties.renew([...seated.keys()]);
    const inCalls = new Set(renewed.map(({ connectionId }) => connectionId));
    for (const [id, seating] of seated) if (!inCalls.has(id) && this.seated.get(id) === seating) this.seated.delete(id);
    for (const party of renewed) {
      // It closed meanwhile, and may have been said to be there after it was given up.
      if (!this.seated.has(party.connectionId)) this.dropSoon(party.connectionId);
      else if (party.wasGivenUp) await this.tell(party, 'returned');
    }
  }

  /** Gives up those whose node has not spoken for them for too long. */
  async giveUpLapsed(): Promise<void> {
    for (const party of await this.parties.dropLapsed(this.graceMs)) await this.tell(party, 'reconnecting');
  }

  private dropSoon(connectionId: string): void {
    this.drop(connectionId).catch((error: unknown) => {
      // Nobody says any more that it is there, which comes to the same some seconds later.
      this.logger.warn({ err: error, connectionId }, 'It could not be written down that somebody dropped out of a call');
    });
  }

  private async drop(connectionId: string): Promise<void> {
    for (const party of await this.parties.drop(connectionId, this.graceMs)) await this.tell(party, 'reconnecting');
  }

  private async tell({ callId, userId }: Dropped, what: 'reconnecting' | 'returned'): Promise<void> {
    const record = await this.calls.find(callId);
    const call = record === undefined ? undefined : await this.presenter.present(record);
    const user = call?.parties.find((party) => party.user.id === userId)?.user;
    if (call === undefined || user === undefined || call.state === 'ended') return;
    if (what === 'returned') this.teller.returned(call, user);
    const until = record?.parties.find((party) => party.userId === userId)?.untilAt ?? null;
    if (what === 'reconnecting' && until !== null) this.teller.reconnecting(call, user, until);
  }
}
