import { LyceumError, type NotificationPreferences } from '@lyceum/client';
import { useClient } from '@lyceum/client/react';
import { useEffect, useRef, useState } from 'react';
import { notifications } from '../strings/notifications.js';
import { Card } from '../ui/page.js';
import { SkeletonList } from '../ui/skeleton.js';
import { ErrorState } from '../ui/states.js';
import { toast } from '../ui/toasts.js';
import { KindTable } from './kind-table.js';
import { PushSwitch } from './push-switch.js';
import { QuietHours } from './quiet-hours.js';

const said = notifications.preferences;

/** In the settings: what one wants to be told, when, and whether on this browser. */
export function NotificationSettings() {
  const { notifications: feed } = useClient();
  const [preferences, setPreferences] = useState<NotificationPreferences>();
  const [error, setError] = useState<LyceumError>();
  const take = (asked: Promise<NotificationPreferences>): Promise<void> =>
    asked.then(setPreferences).then(
      () => setError(undefined),
      (thrown: unknown) => setError(LyceumError.from(thrown)),
    );
  useEffect(() => void take(feed.preferences()), [feed]);
  const saved = useRef<Promise<unknown>>(Promise.resolve());
  /** At once here, then on the server, one after the other: each replaces all. Where that fails it is as it was. */
  const save = async (wanted: NotificationPreferences): Promise<boolean> => {
    setPreferences(wanted);
    const saving = saved.current.then(() => feed.setPreferences(wanted));
    saved.current = saving.catch(() => undefined);
    try {
      await saving;
      return true;
    } catch (thrown) {
      toast(LyceumError.from(thrown).message, { tone: 'danger' });
      await take(feed.preferences());
      return false;
    }
  };
  return (
    <Card title={said.title} description={said.description}>
      <PushSwitch />
      {error !== undefined ? (
        <ErrorState onRetry={() => void take(feed.preferences())}>{error.message}</ErrorState>
      ) : preferences === undefined ? (
        <SkeletonList rows={3} />
      ) : (
        <>
          <KindTable kinds={preferences.kinds} onChange={(kinds) => void save({ ...preferences, kinds })} />
          <QuietHours hours={preferences.quietHours} save={(quietHours) => save({ ...preferences, quietHours })} />
        </>
      )}
    </Card>
  );
}
