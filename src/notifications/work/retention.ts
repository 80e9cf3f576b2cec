import { Injectable } from '@nestjs/common';
import { OldRows } from '../../common/old-rows.js';
import { DeliveryRepository } from '../delivery/delivery.repository.js';
import { RelayRepository } from '../relay/relay.repository.js';

/** For whoever asks what became of something. */
const FINISHED_DAYS = 3;
/** Time to notice, to mend and to replay. */
const DEAD_DAYS = 14;
/** What has been due for so long is of a way that this server has no more. */
const FORGOTTEN_DAYS = 7;
const AT_MOST = 5_000;

/** Forgets what was delivered, and what died and nobody has looked after. */
@Injectable()
export class Retention extends OldRows {
  constructor(deliveries: DeliveryRepository, events: RelayRepository) {
    super('deliveries', AT_MOST, [
      (atMost) => deliveries.buryForgotten(FORGOTTEN_DAYS, atMost),
      (atMost) => deliveries.removeFinished(['delivered', 'withdrawn'], FINISHED_DAYS, atMost),
      (atMost) => deliveries.removeFinished(['dead'], DEAD_DAYS, atMost),
      (atMost) => events.removeDead(DEAD_DAYS, atMost),
    ]);
  }
}
