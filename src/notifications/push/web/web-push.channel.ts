import { Injectable } from '@nestjs/common';
import webPush from 'web-push';
import { AppConfig } from '../../../config/index.js';
import type { PushMessage } from '../../../protocol/index.js';
import type { Channel, Delivery, Outcome } from '../../delivery/channel.js';
import { EgressError } from '../../egress/egress-error.js';
import { SafeHttp, type SafeAnswer } from '../../egress/safe-http.js';
import { PushComposer } from '../push-composer.js';
import { fitting, MESSAGE_BYTES, SMALL_MESSAGE_BYTES, topicOf } from '../push-message.js';
import { outcomeOf } from '../push-outcome.js';
import { PushSubscriptionRepository, type Destination } from '../push-subscription.repository.js';
import type { PushedPayload } from '../pushed-payload.js';
import { VapidKeys } from '../vapid-keys.js';

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES = 4_096;
/** What no push service keeps longer. */
const LONGEST_TTL_SECONDS = 28 * 86_400;

/** Pushes to browsers (RFC 8030), encrypted for the browser alone (RFC 8291) and signed by this server (RFC 8292). */
@Injectable()
export class WebPushChannel implements Channel {
  readonly name = 'webpush';

  constructor(
    private readonly config: AppConfig,
    private readonly subscriptions: PushSubscriptionRepository,
    private readonly composer: PushComposer,
    private readonly keys: VapidKeys,
    private readonly http: SafeHttp,
  ) {}

  async send(delivery: Delivery): Promise<Outcome> {
    const destination = await this.subscriptions.destination(delivery.targetId);
    if (destination?.type !== 'webpush') return { outcome: 'gone', error: 'The subscription is over' };
    const message = await this.composer.compose(delivery, destination);
    const outcome = await this.push(delivery, destination, message);
    if (outcome.outcome === 'gone') await this.subscriptions.removeGone(destination);
    if (outcome.outcome === 'delivered') await this.subscriptions.touch(destination.id);
    return outcome;
  }

  private async push(delivery: Delivery, destination: Destination, message: PushMessage): Promise<Outcome> {
    try {
      const answer = await this.post(delivery, destination, fitting(message, MESSAGE_BYTES));
      const isTooLarge = answer.status === 413;
      return outcomeOf(isTooLarge ? await this.post(delivery, destination, fitting(message, SMALL_MESSAGE_BYTES)) : answer);
    } catch (error) {
      // Of where it goes an error shows no more than the host.
      if (error instanceof EgressError) return { outcome: error.failure === 'refused' ? 'dead' : 'retry', error: error.message };
      throw error;
    }
  }

  private async post(
    { payload, collapseKey, expiresAt }: Delivery,
    { address, p256dh, auth }: Destination,
    message: PushMessage,
  ): Promise<SafeAnswer> {
    const { headers, body } = webPush.generateRequestDetails(
      { endpoint: address, keys: { p256dh: p256dh ?? '', auth: auth ?? '' } },
      JSON.stringify(message),
      {
        vapidDetails: { subject: this.config.push.vapidSubject, ...(await this.keys.pair()) },
        contentEncoding: 'aes128gcm',
        TTL: secondsUntil(expiresAt),
        urgency: (payload as PushedPayload).urgent ? 'high' : 'normal',
        ...(collapseKey === null ? {} : { topic: topicOf(collapseKey) }),
      },
    );
    return this.http.post(address, {
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'Content-Length')),
      body,
      timeoutMs: TIMEOUT_MS,
      maxResponseBytes: ANSWER_BYTES,
    });
  }
}

/** How long the push service keeps it for a browser that is off. */
function secondsUntil(expiresAt: Date | null): number {
  if (expiresAt === null) return LONGEST_TTL_SECONDS;
  const seconds = Math.ceil((expiresAt.getTime() - Date.now()) / 1_000);
  return Math.min(Math.max(seconds, 0), LONGEST_TTL_SECONDS);
}
