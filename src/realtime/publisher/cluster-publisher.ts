import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import type { FactData, FactName } from '../../protocol/index.js';
import { ClusterBus } from '../cluster/cluster-bus.js';
import type { Audience } from './audience.js';
import { announcePassing } from './passing-facts.js';
import { LocalDelivery } from './local-delivery.js';
import type { Publication } from './publication.js';
import { Publisher, type PublishOptions } from './publisher.js';
import { TypingEnds } from './typing-ends.js';

/** Publishes to this node's own connections at once, and sends the canonical fact, once, to the other nodes. */
@Injectable()
export class ClusterPublisher extends Publisher {
  constructor(
    private readonly local: LocalDelivery,
    private readonly bus: ClusterBus,
    private readonly events: DomainEvents,
  ) {
    super();
    const typing = new TypingEnds((publication) => {
      this.local.accept(publication);
    });
    bus.onPublication((publication) => {
      this.accept(publication);
      typing.heard(publication);
    });
  }

  publish<F extends FactName>(audience: Audience, name: F, data: FactData<F>, options: PublishOptions = {}): void {
    const { volatile: isVolatile = false, seq = null, since, ...more } = options;
    const known = since === undefined ? {} : { since };
    const publication: Publication = { audience, name, data, isVolatile, seq, ...known, ...more, saidAt: Date.now() };
    this.accept(publication);
    if (!('connection' in audience)) this.bus.send(publication);
  }

  /** Every fact of the cluster passes here once, on every node. */
  private accept(publication: Publication): void {
    this.local.accept(publication);
    announcePassing(this.events, publication);
  }
}
