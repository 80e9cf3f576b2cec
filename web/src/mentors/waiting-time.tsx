import { useSeconds } from '../ui/use-now.js';
import { elapsed } from './times.js';

/** How long since then, counting up. A timer is not read out by itself. */
export function WaitingTime({ since }: { since: string }) {
  const now = useSeconds();
  return (
    <time role="timer" dateTime={since} className="tabular-nums">
      {elapsed(since, now)}
    </time>
  );
}
