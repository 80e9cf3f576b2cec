import { useNotifications } from '@lyceum/client/react';
import { Bell as Picture } from 'lucide-react';
import { Link } from 'react-router';
import { strings } from '../strings/index.js';

const MOST_SHOWN = 99;

/** How many notifications are unread, and the way to them. */
export function Bell() {
  const { unread } = useNotifications();
  return (
    <Link
      to="/notifications"
      aria-label={unread === 0 ? strings.app.notifications : strings.app.notificationsUnread(unread)}
      className="touch relative grid shrink-0 place-items-center rounded-xl text-muted transition-colors hover:bg-sunken hover:text-ink"
    >
      <Picture aria-hidden size={20} />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute top-0.5 right-0 grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-xs font-semibold text-on-accent tabular-nums"
        >
          {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
        </span>
      )}
    </Link>
  );
}
