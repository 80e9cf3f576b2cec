import type { CallKind } from './calls.js';

export const NOTIFICATION_KINDS = ['message', 'mention', 'call', 'help', 'invitation', 'announcement'] as const;
/**
 * `message`: of a conversation of two. `call`: somebody calls, or called. `help`: a request for help, and what becomes of one's own.
 * `announcement`: from the app's own backend.
 */
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Notifications of one answer to `notifications:list`. */
export const NOTIFICATIONS_LIMIT = 100;

/** Something a person should hear of, whether they are here or not. The fact `notification` is the notification itself. */
export interface Notification {
  id: string;
  kind: NotificationKind;
  title: string;
  body: string;
  /** What the app needs to show more: ids (`roomId`, `messageId`, `callId`, `requestId`), or what the backend gave. */
  data: Record<string, unknown>;
  createdAt: string;
  readAt: string | null;
}

export interface NotificationPage {
  /** Newest first. */
  notifications: Notification[];
  hasMore: boolean;
  /** Gives the next page, as `before`, where there is one. */
  cursor: string | null;
  /** Of all of the person's notifications; 1,000 means 1,000 or more. */
  unread: number;
}

/** Every day from `from` to `to`, which may be on the next; nothing is pushed then, the feed goes on. */
export interface QuietHours {
  /** `HH:MM`, 24 hours. */
  from: string;
  to: string;
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string;
}

/** What `GET` and `PUT /api/notifications/preferences` speak of. */
export interface NotificationPreferences {
  /** For each kind: whether it is pushed to devices, and whether it comes into the feed. All are on until set. */
  kinds: Record<NotificationKind, { push: boolean; feed: boolean }>;
  quietHours: QuietHours | null;
}

/** What a browser's `PushSubscription.toJSON()` gives (W3C Push API). */
export interface WebPushTarget {
  type: 'webpush';
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface FcmTarget {
  type: 'fcm';
  /** Registration token of the app's installation. */
  token: string;
}

/** What `POST /api/push/subscriptions` takes. */
export interface PushSubscribe {
  target: WebPushTarget | FcmTarget;
  /** As on connections: tells the person's devices apart. */
  deviceId?: string;
}

/** A place that a person's pushes go to; without the secrets of its target. */
export interface PushSubscription {
  id: string;
  type: 'webpush' | 'fcm';
  deviceId: string | null;
  createdAt: string;
  /** When a push last got there. */
  lastUsedAt: string | null;
}

/**
 * What a device is pushed: the JSON of a Web Push; by FCM the same fields in `data`, each of them text, with `data` as JSON. At most 3,000
 * bytes: a longer `body` is cut, and `data` that leaves no place for it is empty.
 */
export interface PushMessage {
  /** Of the notification in the feed, where it is there; else the push's own. */
  id: string;
  kind: NotificationKind;
  title: string;
  body: string;
  /**
   * As of the notification; of a call that rings a `CallPush`, and `{callId, withdrawn: true}` when it rings no more. A request for help that
   * needs nobody any more is taken away by `{requestId, withdrawn: true}`.
   */
  data: Record<string, unknown>;
  /** A later push with the same takes the place of this one; null: it stands by itself. */
  tag: string | null;
}

/** What an app that was not running needs to ring, and to answer. */
export interface CallPush {
  callId: string;
  from: { id: string; name: string; avatarUrl: string | null };
  kind: CallKind;
  /** Goes with `POST` to one of the two paths as `{token}`, in place of a login. Good for this device, this call, and one answer. */
  token: string;
  acceptUrl: string;
  rejectUrl: string;
  /** It rings until then. */
  expiresAt: string;
}

export interface NotificationsCommands {
  /** `before`: the `cursor` of the page before. `unread`: only those that were not read. */
  'notifications:list': { payload: { before?: string; limit?: number; unread?: boolean }; answer: NotificationPage };
  /** Either these (1 to 100), or with `until` everything up to that one, it included. */
  'notifications:read': { payload: { ids?: string[]; until?: string }; answer: { unread: number } };
}

export interface NotificationsFacts {
  /** To all connections of the person. */
  notification: Notification;
  /** To all connections of the person, when they read; absolute, 1,000 means 1,000 or more. */
  'notifications:unread': { unread: number };
}
