import { COUNTED_UNREAD, type Notification, type NotificationPreferences } from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import { Pages } from '../core/pages.js';
import { Cell } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import { BrowserPush } from './browser-push.js';
import type { Notifications, NotificationsState, PreferenceWishes } from './notifications.js';

const EMPTY: NotificationsState = {
  notifications: [],
  unread: 0,
  loaded: false,
  loading: false,
  hasMore: false,
  error: undefined,
};
/** Ids of one request. */
const READ_AT_ONCE = 100;

/** The feed, loaded page by page and kept up to date from facts. */
export class LiveNotifications extends Cell<NotificationsState> implements Notifications {
  readonly push: BrowserPush;
  private readonly pages: Pages;
  /** What was heard while the first page is on its way, and may be newer than it. */
  private heard: readonly Notification[] = [];

  constructor(
    private readonly wire: Wire,
    deviceId: string,
  ) {
    super(EMPTY);
    this.push = new BrowserPush(wire.http, deviceId);
    this.pages = new Pages(wire, (before) => this.page(before));
    wire.on('notification', (notification) => this.hear(notification));
    wire.on('notifications:unread', ({ unread }) => this.count(unread));
  }

  protected override subscribed(): void {
    this.pages.want();
  }

  load(): Promise<void> {
    return this.pages.first();
  }

  loadMore(): Promise<void> {
    return this.pages.more();
  }

  async markRead(ids?: readonly string[]): Promise<void> {
    if (ids === undefined) {
      const [newest] = this.get().notifications;
      if (newest !== undefined) this.wasRead(await this.wire.request('notifications:read', { until: newest.id }), () => true);
      return;
    }
    for (let start = 0; start < ids.length; start += READ_AT_ONCE) {
      const some = ids.slice(start, start + READ_AT_ONCE);
      this.wasRead(await this.wire.request('notifications:read', { ids: some }), ({ id }) => some.includes(id));
    }
  }

  preferences(): Promise<NotificationPreferences> {
    return this.wire.http.json('/api/notifications/preferences');
  }

  setPreferences(wishes: PreferenceWishes): Promise<NotificationPreferences> {
    return this.wire.http.json('/api/notifications/preferences', { method: 'PUT', body: wishes });
  }

  private async page(before: string | undefined): Promise<void> {
    const { connection, me } = this.wire;
    if (connection.get().state !== 'connected') return;
    // Guests are told nothing that they could come back to.
    if (me.get()?.guest === true) {
      this.patch({ loaded: true });
      return;
    }
    this.patch({ loading: true });
    if (before === undefined) this.heard = [];
    try {
      const page = await this.wire.request('notifications:list', before === undefined ? {} : { before });
      const { cursor, hasMore, unread } = page;
      this.pages.cursor = cursor;
      const kept = before === undefined ? this.heard : this.get().notifications;
      this.patch({ notifications: distinct([...kept, ...page.notifications]), unread, hasMore, loaded: true, error: undefined });
    } catch (thrown) {
      const error = LyceumError.from(thrown);
      this.patch({ error });
      throw error;
    } finally {
      this.patch({ loading: false });
    }
  }

  /** One that comes again says more than before, and takes the place of what it said. */
  private hear(notification: Notification): void {
    const { notifications, unread } = this.get();
    const known = notifications.find(({ id }) => id === notification.id);
    const isOneMore = notification.readAt === null && known?.readAt !== null;
    this.heard = distinct([notification, ...this.heard]);
    this.patch({
      notifications: distinct([notification, ...notifications]),
      unread: Math.min(COUNTED_UNREAD, unread + (isOneMore ? 1 : 0)),
    });
  }

  /** They read, here or on another device: which ones is not said. */
  private count(unread: number): void {
    const shown = this.get().notifications.filter(({ readAt }) => readAt === null).length;
    this.patch({ unread });
    if (unread === 0) this.markHere(() => true);
    else if (shown > unread && this.pages.isWanted) this.pages.refresh();
  }

  private wasRead({ unread }: { unread: number }, isRead: (notification: Notification) => boolean): void {
    this.markHere(isRead);
    this.patch({ unread });
  }

  private markHere(isRead: (notification: Notification) => boolean): void {
    const { notifications } = this.get();
    if (!notifications.some((one) => one.readAt === null && isRead(one))) return;
    const readAt = new Date().toISOString();
    this.patch({ notifications: notifications.map((one) => (one.readAt === null && isRead(one) ? { ...one, readAt } : one)) });
  }
}

function distinct(notifications: readonly Notification[]): Notification[] {
  const ids = new Set<string>();
  return notifications.filter(({ id }) => !ids.has(id) && ids.add(id));
}
