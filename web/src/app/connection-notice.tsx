import { useClient, useConnection } from '@lyceum/client/react';
import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';

/** A blink of the network is nobody's business. */
const PATIENCE_MS = 1_500;

/** Above every page while nothing gets through: that it is so, what waits, and the way to try at once. */
export function ConnectionNotice() {
  const client = useClient();
  const { state, queued } = useConnection();
  const isAway = state !== 'connected';
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isAway]);
  const said = strings.app.connection;
  return (
    <div role="status">
      {isAway && isLong && (
        <div className="flex min-h-12 animate-appear flex-wrap items-center gap-x-3 gap-y-1 bg-warning-soft px-4 py-1.5 text-warning sm:px-8">
          <WifiOff aria-hidden size={18} className="shrink-0" />
          <span className="grow">
            {state === 'connecting' ? said.connecting : said.offlineExplained} {queued > 0 && `${said.waiting(queued)}.`}
          </span>
          {state !== 'connecting' && (
            <Button size="small" onClick={() => client.connect()}>
              {said.retry}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
