import { Injectable } from '@nestjs/common';
import type { FactData, FactName } from '../../protocol/index.js';
import { ClusterBus } from '../cluster/cluster-bus.js';
import type { Audience } from './audience.js';
import { LocalDelivery } from './local-delivery.js';
import type { Publication } from './publication.js';
import { Publisher, type PublishOptions } from './publisher.js';

/** Publishes to this node's own connections at once, and sends the canonical fact, once, to the other nodes. */
@Injectable()
export class ClusterPublisher extends Publisher {
  constructor(
    private readonly local: LocalDelivery,
    private readonly bus: ClusterBus,
  ) {
    super();
    bus.onPublication((publication) => {
      local.accept(publication);
    });
  }

  publish<F extends FactName>(audience: Audience, name: F, data: FactData<F>, options: PublishOptions = {}): void {
    const { volatile: isVolatile = false, seq = null, since } = options;
    const known = since === undefined ? {} : { since };
    const publication: Publication = { audience, name, data, isVolatile, seq, ...known, saidAt: Date.now() };
    this.local.accept(publication);
    if (!('connection' in audience)) this.bus.send(publication);
  }
}
