import { useConnection, useNotifications } from '@lyceum/client/react';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { usePageVisible } from '../ui/use-page-visible.js';
import { pathOf } from './where.js';

/** On every page: who looks at where something happened needs no bell for it, however they came there. */
export function ReadWhereShown() {
  const { notifications, feed } = useNotifications();
  const { pathname } = useLocation();
  const isVisible = usePageVisible();
  const { state } = useConnection();
  const canRead = isVisible && state === 'connected';
  const ids = notifications.filter((one) => one.readAt === null && pathOf(one) === pathname).map(({ id }) => id);
  const read = ids.join();
  useEffect(() => {
    // Where it fails they stay unread until somebody comes here again.
    if (canRead && read !== '') feed.markRead(read.split(',')).catch(() => undefined);
  }, [feed, canRead, read]);
  return null;
}
