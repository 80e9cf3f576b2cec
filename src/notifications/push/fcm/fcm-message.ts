import type { TokenMessage } from 'firebase-admin/messaging';
import type { PushMessage } from '../../../protocol/index.js';
import { topicOf } from '../push-message.js';

/** Of what the system shows, title and body are sent twice, and FCM takes no more than 4,096 bytes of all. */
export const SHOWN_BYTES = 1_900;

/** How a message goes out. */
export interface FcmShipping {
  readonly token: string;
  readonly urgent: boolean;
  /** It takes away what the device shows. */
  readonly withdrawn: boolean;
  /** The app rings by it. */
  readonly rings: boolean;
  readonly expiresAt: Date | null;
}

/**
 * A push as FCM takes it. A call, and what takes one away, goes to Android as data alone: a message with a notification is shown by the
 * system while the app sleeps, and the app could not ring, nor stop. iOS gives data alone to a sleeping app only when it likes to, so
 * that there a call is an alert all the same. All others are shown by the system, and need no code of the app's.
 */
export function fcmMessage(message: PushMessage, shipping: FcmShipping, now = Date.now()): TokenMessage {
  const { token, urgent, withdrawn, rings, expiresAt } = shipping;
  const { title, body, tag } = message;
  const isShown = !rings && !withdrawn;
  const collapse = tag === null ? undefined : topicOf(tag);
  const leftMs = expiresAt === null ? undefined : Math.max(0, expiresAt.getTime() - now);
  return {
    token,
    data: dataOf(message),
    ...(isShown && { notification: { title, body } }),
    android: {
      priority: urgent ? 'high' : 'normal',
      ...(leftMs !== undefined && { ttl: leftMs }),
      ...(collapse !== undefined && { collapseKey: collapse }),
      ...(isShown && collapse !== undefined && { notification: { tag: collapse } }),
    },
    apns: {
      headers: {
        // Apple refuses background pushes that claim to be urgent.
        'apns-priority': withdrawn || !urgent ? '5' : '10',
        'apns-push-type': withdrawn ? 'background' : 'alert',
        ...(expiresAt !== null && { 'apns-expiration': String(Math.floor(expiresAt.getTime() / 1_000)) }),
        ...(collapse !== undefined && !withdrawn && { 'apns-collapse-id': collapse }),
      },
      payload: { aps: withdrawn ? { contentAvailable: true } : { ...(rings && { alert: { title, body } }), sound: 'default' } },
    },
  };
}

/** FCM takes texts alone. */
function dataOf({ id, kind, title, body, data, tag }: PushMessage): Record<string, string> {
  return { id, kind, title, body, data: JSON.stringify(data), ...(tag !== null && { tag }) };
}
