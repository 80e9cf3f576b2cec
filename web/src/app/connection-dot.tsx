import { clsx } from 'clsx';
import { useConnection } from '@lyceum/client/react';
import { strings } from '../strings/index.js';

/** How the connection is, in two words. */
export function ConnectionDot() {
  const { state, queued } = useConnection();
  const said = strings.app.connection;
  const isOffline = state === 'offline' || state === 'closed';
  const mark = state === 'connected' ? 'bg-success' : isOffline ? 'bg-danger' : 'bg-warning';
  const text = state === 'connected' ? said.connected : isOffline ? said.offline : said.connecting;
  return (
    <p className="flex items-center gap-2.5 px-3 text-sm text-muted">
      <span aria-hidden className={clsx('size-2.5 shrink-0 rounded-full', mark)} />
      {queued > 0 ? `${text} · ${said.waiting(queued)}` : text}
    </p>
  );
}
