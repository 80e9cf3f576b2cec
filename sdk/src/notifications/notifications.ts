import type { Notification, NotificationPreferences, PushSubscription as PushTarget } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import type { Store } from '../core/store.js';

/** What a person should hear of, newest first. */
export interface NotificationsState {
  readonly notifications: readonly Notification[];
  /** Of all, loaded or not; 1,000 means 1,000 or more. */
  readonly unread: number;
  /** False until the first page is there. */
  readonly loaded: boolean;
  readonly loading: boolean;
  /** Whether `loadMore` would give more. */
  readonly hasMore: boolean;
  readonly error: LyceumError | undefined;
}

/** A person's notifications. They begin to load with the first subscriber, or `load`, and are kept up to date. */
export interface Notifications extends Store<NotificationsState> {
  /** Loads the first page anew. */
  load(): Promise<void>;
  loadMore(): Promise<void>;
  /** Marks these as read, or all that are there now. */
  markRead(ids?: readonly string[]): Promise<void>;
  /** Which kinds are pushed and listed, and when nothing is pushed. */
  preferences(): Promise<NotificationPreferences>;
  /** Replaces all that was chosen: kinds that are left out are on. */
  setPreferences(wishes: PreferenceWishes): Promise<NotificationPreferences>;
  readonly push: WebPush;
}

/** Preferences as they are set. */
export interface PreferenceWishes {
  kinds?: Partial<NotificationPreferences['kinds']>;
  quietHours?: NotificationPreferences['quietHours'];
}

/**
 * `unsupported`: this browser has no Web Push, or the page no https. `denied`: the person does not allow it, and only they can change that, in the
 * browser's settings. `off`: may be turned on. `on`: this person's pushes come to this browser.
 */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

/** Pushes to this browser while no page of the app is open. The app brings its own service worker, which shows what comes: a `PushMessage`. */
export interface WebPush {
  state(worker?: ServiceWorkerRegistration): Promise<PushState>;
  /** Call it when the person presses a button: browsers ask them. `PERMISSION_DENIED`, `NOT_SUPPORTED`. */
  subscribe(worker?: ServiceWorkerRegistration): Promise<PushTarget>;
  unsubscribe(worker?: ServiceWorkerRegistration): Promise<void>;
  /** All places that the person's pushes go to. */
  list(): Promise<PushTarget[]>;
  /** Ends one of them. */
  remove(subscriptionId: string): Promise<void>;
}
