import { LyceumError, type LoginSession } from '@lyceum/client';
import { MonitorSmartphone } from 'lucide-react';
import { useEffect, useState } from 'react';
import { strings } from '../strings/index.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/page.js';
import { timeSince } from '../ui/relative-time.js';
import { SkeletonList } from '../ui/skeleton.js';
import { ErrorState } from '../ui/states.js';
import { toast } from '../ui/toasts.js';
import { useNow } from '../ui/use-now.js';
import { accounts } from './accounts.js';
import { deviceName } from './device-name.js';

const said = strings.account.settings;

/** Where one is signed in, and the way to end that. */
export function Devices() {
  const [sessions, setSessions] = useState<LoginSession[]>();
  const [error, setError] = useState<LyceumError>();
  const take = (asked: Promise<LoginSession[]>): Promise<void> =>
    asked.then(setSessions).then(
      () => setError(undefined),
      (thrown: unknown) => setError(LyceumError.from(thrown)),
    );
  useEffect(() => void take(accounts.sessions()), []);
  const end = async (session: LoginSession): Promise<void> => {
    try {
      await accounts.endSession(session.sid);
      toast(said.deviceSignedOut(deviceName(session.userAgent)));
    } catch (thrown) {
      toast(LyceumError.from(thrown).message, { tone: 'danger' });
    }
    await take(accounts.sessions());
  };
  return (
    <Card title={said.devices} description={said.devicesHint}>
      {error !== undefined ? (
        <ErrorState onRetry={() => void take(accounts.sessions())}>{error.message}</ErrorState>
      ) : sessions === undefined ? (
        <SkeletonList rows={2} />
      ) : (
        <ul className="grid divide-y divide-line">
          {sessions.map((session) => (
            <Device key={session.sid} session={session} end={end} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Device({ session, end }: { session: LoginSession; end: (session: LoginSession) => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const now = useNow();
  const name = deviceName(session.userAgent);
  const run = async (): Promise<void> => {
    setBusy(true);
    await end(session);
    setBusy(false);
  };
  return (
    <li className="flex flex-wrap items-center gap-3 py-3 first:pt-0 last:pb-0">
      <MonitorSmartphone aria-hidden size={22} className="shrink-0 text-muted" />
      <div className="min-w-0 grow basis-40">
        <p className="font-medium">{name}</p>
        <p className="truncate text-sm text-muted">
          {said.lastUsed(timeSince(session.lastUsedAt, now))}
          {session.address !== null && ` · ${session.address}`}
        </p>
      </div>
      {session.current ? (
        <Badge tone="accent">{said.thisDevice}</Badge>
      ) : (
        <Button busy={busy} aria-label={said.signOutNamed(name)} onClick={() => void run()}>
          {said.signOutDevice}
        </Button>
      )}
    </li>
  );
}
