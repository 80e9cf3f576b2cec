import type { Notifications, NotificationsState } from '../notifications/notifications.js';
import { useClient } from './context.js';
import { useStore } from './use-store.js';

/** One's notifications with the unread count, kept up to date, and all that can be done with them. */
export function useNotifications(): NotificationsState & { feed: Notifications } {
  const { notifications } = useClient();
  return { ...useStore(notifications), feed: notifications };
}
