import { useConnection, useNotifications } from '@lyceum/client/react';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { usePageVisible } from '../ui/use-page-visible.js';
import { pathOf } from './where.js';

interface ReadWhereShownProps {
  /** What is shown, where the page has another address, as a session by its code has. */
  path?: string;
}

/** On every page: who looks at where something happened needs no bell for it, however they came there. */
export function ReadWhereShown({ path }: ReadWhereShownProps) {
  const { notifications, feed } = useNotifications();
  const { pathname } = useLocation();
  const shown = path ?? pathname;
  const isVisible = usePageVisible();
  const { state } = useConnection();
  const canRead = isVisible && state === 'connected';
  const ids = notifications.filter((one) => one.readAt === null && pathOf(one) === shown).map(({ id }) => id);
  const read = ids.join();
  useEffect(() => {
    // Where it fails they stay unread until somebody comes here again.
    if (canRead && read !== '') feed.markRead(read.split(',')).catch(() => undefined);
  }, [feed, canRead, read]);
  return null;
}
