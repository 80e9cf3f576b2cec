import { useSeconds } from '../ui/use-now.js';
import { lengthOf } from './call-words.js';

/** How long a call lasts already. Not for screen readers to read out each second: it is read where one goes there. */
export function CallLength({ since }: { since: string }) {
  const now = useSeconds();
  return <span className="tabular-nums">{lengthOf((now - Date.parse(since)) / 1_000)}</span>;
}
