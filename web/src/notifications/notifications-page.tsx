import { useNotifications } from '@lyceum/client/react';
import { BellOff, CheckCheck, Settings, UserPlus } from 'lucide-react';
import { Link } from 'react-router';
import { attempt } from '../chat/attempt.js';
import { useIdentity } from '../account/identity.js';
import { strings } from '../strings/index.js';
import { notifications as said } from '../strings/notifications.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Card, Page } from '../ui/page.js';
import { SkeletonList } from '../ui/skeleton.js';
import { EmptyState, ErrorState } from '../ui/states.js';
import { Tooltip } from '../ui/tooltip.js';
import { NotificationRow } from './notification-row.js';

const picture = { 'aria-hidden': true, size: 18 } as const;

/** What one should hear of, newest first. */
export function NotificationsPage() {
  const isGuest = useIdentity()?.kind === 'guest';
  return (
    <Page title={said.title} description={said.description} width="narrow" {...(isGuest ? {} : { actions: <Actions /> })}>
      <Card>{isGuest ? <NoneForGuests /> : <Feed />}</Card>
    </Page>
  );
}

function Actions() {
  const { unread, feed } = useNotifications();
  return (
    <>
      {unread > 0 && (
        <Button icon={<CheckCheck {...picture} />} onClick={() => void attempt(feed.markRead())}>
          {said.readAll}
        </Button>
      )}
      <Tooltip text={said.settings}>
        <Link
          to="/settings"
          aria-label={said.settings}
          className="touch grid place-items-center rounded-xl text-muted transition-colors hover:bg-sunken hover:text-ink"
        >
          <Settings aria-hidden size={20} />
        </Link>
      </Tooltip>
    </>
  );
}

function Feed() {
  const { notifications, loaded, loading, hasMore, error, feed } = useNotifications();
  const load = (): void => void attempt(feed.load());
  if (!loaded) return error === undefined ? <SkeletonList /> : <ErrorState onRetry={load}>{error.message}</ErrorState>;
  if (notifications.length === 0) {
    return (
      <EmptyState icon={<BellOff aria-hidden size={26} />} title={said.empty}>
        {said.emptyText}
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label={said.list} className="-mx-2 grid gap-1">
        {notifications.map((notification) => (
          <NotificationRow
            key={notification.id}
            notification={notification}
            onRead={() => void attempt(feed.markRead([notification.id]))}
          />
        ))}
      </ul>
      {hasMore && (
        <Button busy={loading} onClick={() => void attempt(feed.loadMore())}>
          {said.more}
        </Button>
      )}
    </>
  );
}

function NoneForGuests() {
  const register = (
    <ButtonLink to="/register" look="primary" icon={<UserPlus {...picture} />}>
      {strings.account.register.title}
    </ButtonLink>
  );
  return (
    <EmptyState icon={<BellOff aria-hidden size={26} />} title={said.guest} actions={register}>
      {said.guestText}
    </EmptyState>
  );
}
