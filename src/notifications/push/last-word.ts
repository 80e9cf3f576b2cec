import { Injectable, Logger } from '@nestjs/common';
import { newId } from '../../common/index.js';
import { Database } from '../../database/index.js';
import type { Channel, Delivery } from '../delivery/channel.js';
import { Deliveries } from '../delivery/deliveries.js';
import { PushDeliveryRepository } from './push-delivery.repository.js';
import { ringingOf, type PushedPayload } from './pushed-payload.js';

/**
 * Has no device ring for a call that is over: two pushes may be on their way to it at once, and what takes a call away may get there
 * before the call.
 */
@Injectable()
export class LastWord {
  private readonly logger = new Logger('Pushes');

  constructor(
    private readonly database: Database,
    private readonly deliveries: Deliveries,
    private readonly repository: PushDeliveryRepository,
  ) {}

  /** The channel, which sends once more what came after a call while the call was being sent. */
  over(channel: Channel): Channel {
    return {
      name: channel.name,
      send: async (delivery) => {
        const outcome = await channel.send(delivery);
        const rang = ringingOf(delivery.payload as PushedPayload, delivery.expiresAt) !== undefined;
        if (rang && outcome.outcome !== 'gone') await this.repeatLast(delivery);
        return outcome;
      },
    };
  }

  private async repeatLast(delivery: Delivery): Promise<void> {
    try {
      const last = await this.repository.sentAfter(delivery);
      if (last === undefined) return;
      await this.database.transaction((tx) => this.deliveries.enqueue(tx, [{ ...last, eventId: newId() }]));
    } catch (error) {
      // It was sent all the same: for this alone it must not ring again.
      this.logger.warn({ err: error, id: delivery.id }, 'Whether a call was over when it was pushed could not be looked up');
    }
  }
}
