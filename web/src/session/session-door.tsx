import type { LyceumError, RoomTarget } from '@lyceum/client';
import { useRoom } from '@lyceum/client/react';
import { Hourglass } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { useLocation } from 'react-router';
import { pathWithReturn } from '../app/return-to.js';
import { session } from '../strings/session.js';
import { Button, ButtonLink } from '../ui/button.js';
import { strings } from '../strings/index.js';
import { EmptyState, ErrorState, Loading } from '../ui/states.js';
import { ClosedDoor, type DoorReason } from './closed-door.js';

// Those who are still asked for their name don't wait for it.
const importPage = () => import('./session-page.js');
const SessionPage = lazy(async () => ({ default: (await importPage()).SessionPage }));

/** What an error at the door means to a person. */
const REASONS: Partial<Record<LyceumError['code'], DoorReason>> = {
  ROOM_NOT_FOUND: 'unknown',
  NOT_FOUND: 'unknown',
  FORBIDDEN: 'unknown',
  ROOM_CLOSED: 'closed',
  ROOM_FULL: 'full',
  ROOM_LOCKED: 'locked',
  BANNED: 'banned',
  GUESTS_NOT_ALLOWED: 'noGuests',
  TOO_MANY_ROOMS: 'tooMany',
  RATE_LIMITED: 'slowDown',
};

/** Goes into a room, and shows it, or why one does not come in. Once inside, a lost connection leaves the page as it is. */
export function SessionDoor({ target }: { target: RoomTarget }) {
  const { status, room, error, handle } = useRoom(target);
  const { pathname } = useLocation();
  // It comes while the room is joined. Where it does not, the page itself tries again, and says so.
  useEffect(() => void importPage().catch(() => undefined), []);
  const retry = (
    <Button look="primary" onClick={() => void handle.rejoin().catch(() => undefined)}>
      {strings.ui.tryAgain}
    </Button>
  );
  const loading = <Loading label={session.joining} />;
  if (status === 'joined' || (status === 'joining' && room !== undefined)) {
    return (
      <Suspense fallback={loading}>
        <SessionPage room={handle} />
      </Suspense>
    );
  }
  if (status === 'joining') return loading;
  if (status === 'waiting') {
    return (
      <div role="status" className="my-auto">
        <EmptyState icon={<Hourglass aria-hidden size={26} />} title={session.wait}>
          {session.waitText}
        </EmptyState>
      </div>
    );
  }
  if (status === 'left') return <ClosedDoor reason="left">{retry}</ClosedDoor>;
  if (status === 'kicked') return <ClosedDoor reason="kicked">{retry}</ClosedDoor>;
  if (status !== 'failed') return <ClosedDoor reason={status} />;

  const reason = error === undefined ? undefined : REASONS[error.code];
  if (reason === undefined) {
    return (
      <ErrorState title={session.doors.other.title} actions={retry}>
        {error?.message}
      </ErrorState>
    );
  }
  const signIn = (
    <ButtonLink look="primary" to={pathWithReturn('/sign-in', pathname)}>
      {session.signIn}
    </ButtonLink>
  );
  return <ClosedDoor reason={reason}>{reason === 'noGuests' ? signIn : error?.retryable === true && retry}</ClosedDoor>;
}
