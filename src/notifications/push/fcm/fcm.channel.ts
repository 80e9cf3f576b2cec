import type { Channel, Delivery, Outcome } from '../../delivery/channel.js';
import { type PushComposer } from '../push-composer.js';
import { fitting, MESSAGE_BYTES } from '../push-message.js';
import { type PushSubscriptionRepository } from '../push-subscription.repository.js';
import { ringingOf, type PushedPayload } from '../pushed-payload.js';
import { type FcmClient } from './fcm-client.js';
import { fcmMessage, SHOWN_BYTES } from './fcm-message.js';
import { outcomeOfError } from './fcm-outcome.js';

/** Pushes to apps on Android and iOS, through Firebase Cloud Messaging. */
export class FcmChannel implements Channel {
  readonly name = 'fcm';

  constructor(
    private readonly client: FcmClient,
    private readonly subscriptions: PushSubscriptionRepository,
    private readonly composer: PushComposer,
  ) {}

  async send(delivery: Delivery): Promise<Outcome> {
    const destination = await this.subscriptions.destination(delivery.targetId);
    if (destination?.type !== 'fcm') return { outcome: 'gone', error: 'The subscription is over' };
    const payload = delivery.payload as PushedPayload;
    const { urgent, withdrawn } = payload;
    const { expiresAt } = delivery;
    const rings = ringingOf(payload, expiresAt) !== undefined;
    const bytes = rings || withdrawn ? MESSAGE_BYTES : SHOWN_BYTES;
    const message = fitting(await this.composer.compose(delivery, destination), bytes);
    try {
      await this.client.send(fcmMessage(message, { token: destination.address, urgent, withdrawn, rings, expiresAt }));
    } catch (error) {
      const outcome = outcomeOfError(error);
      if (outcome.outcome === 'gone') await this.subscriptions.removeGone(destination);
      return outcome;
    }
    await this.subscriptions.touch(destination.id);
    return { outcome: 'delivered' };
  }
}
