import { Injectable } from '@nestjs/common';
import { Outbox, type Transaction } from '../../database/index.js';
import { asSeenByAsked, HelpPeople } from './help-people.js';
import { HelpOfferRepository } from './help-offer.repository.js';
import { HelpRequestRepository } from './help-request.repository.js';
import type { HelpRow } from './help-row.js';

/** What the outbox is told of requests, each in the transaction that changes them. */
@Injectable()
export class HelpEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly requests: HelpRequestRepository,
    private readonly offers: HelpOfferRepository,
    private readonly people: HelpPeople,
  ) {}

  /** After everything else that the transaction does: where the request is in another state than before, or new. */
  async changed(tx: Transaction, id: string, before: Pick<HelpRow, 'state'> | undefined): Promise<void> {
    if (!this.outbox.isWanted('help.updated')) return;
    const row = await this.requests.find(id, tx);
    if (row === undefined || row.state === before?.state) return;
    const mentorIds = await this.offers.noLongerAsked(tx, id);
    const request = await this.people.present(row, tx);
    await this.outbox.append(tx, [{ name: 'help.updated', data: { request, mentorIds } }]);
  }

  /** These mentors are asked. */
  async offered(tx: Transaction, id: string, mentorIds: readonly string[]): Promise<void> {
    if (!this.outbox.isWanted('help.offered')) return;
    const row = await this.requests.find(id, tx);
    if (row === undefined) return;
    const request = asSeenByAsked(await this.people.present(row, tx));
    await this.outbox.append(tx, [{ name: 'help.offered', data: { request, mentorIds } }]);
  }
}
