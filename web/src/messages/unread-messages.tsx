import { UnreadBadge } from '../ui/badge.js';
import { useTitleCount } from '../ui/use-title.js';
import { useUnreadMessages } from './use-unread-messages.js';

/** In the navigation: how many messages wait to be read. */
export function UnreadMessages() {
  return <UnreadBadge count={useUnreadMessages()} />;
}

/** The same in the title of the window, for whoever has another tab in front. */
export function UnreadInTitle() {
  useTitleCount(useUnreadMessages());
  return null;
}
