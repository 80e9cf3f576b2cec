import { useClient } from '@lyceum/client/react';
import { useEffect } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { pathOf } from './where.js';

/** Where a push leads when somebody presses it (see public/push-worker.js): on to where it happened, having been read. */
export function OpenNotification() {
  const { notifications } = useClient();
  const [parameters] = useSearchParams();
  const id = parameters.get('id');
  useEffect(() => {
    // What is not in the list, or can't be marked now, is no reason to stay here.
    if (id !== null) notifications.markRead([id]).catch(() => undefined);
  }, [notifications, id]);
  const data = Object.fromEntries(parameters);
  return <Navigate replace to={pathOf({ kind: data.kind ?? '', data }) ?? '/notifications'} />;
}
