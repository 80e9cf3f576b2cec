import type { NotificationKind } from '../../protocol/index.js';

/** What one person is to be told of, because of one event. */
export interface Notice {
  /** Its own; no two have the same. */
  readonly id: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  readonly title: string;
  readonly body: string;
  /** Ids, as `Notification` has them. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Of several with the same key a person needs only the last: `room:<id>`, `call:<id>`, `help:<id>`. Null: each counts. */
  readonly collapseKey: string | null;
  /** Wakes the device at once. */
  readonly urgent: boolean;
  /** From then on it is worth nothing; null: not known. ISO 8601. */
  readonly expiresAt: string | null;
}

/** A notice that goes to the person's devices. */
export interface PushedNotice extends Notice {
  /** What stands of it in the feed, to be marked as read by; null where nothing does. */
  readonly notificationId: string | null;
}

/** What those people were told by that key is over: somebody answered, or the call has ended. */
export interface Withdrawal {
  readonly collapseKey: string;
  readonly userIds: readonly string[];
}
