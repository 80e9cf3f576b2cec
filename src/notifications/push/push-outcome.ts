import type { Outcome } from '../delivery/channel.js';
import type { SafeAnswer } from '../egress/safe-http.js';

/** What the answer of a push service means (RFC 8030). */
export function outcomeOf({ status, headers }: Pick<SafeAnswer, 'status' | 'headers'>, now = Date.now()): Outcome {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  if (status === 404 || status === 410) return { outcome: 'gone', status, error: 'The push service knows no such subscription' };
  if (status === 429 || status >= 500) {
    const afterMs = retryAfterMs(headers['retry-after'], now);
    const error = status === 429 ? 'The push service asks for fewer pushes' : 'The push service has a problem';
    return { outcome: 'retry', status, error, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  if (status === 413) return { outcome: 'dead', status, error: 'The push service takes no pushes of this size' };
  if (status === 401 || status === 403) return { outcome: 'dead', status, error: 'The push service refuses the VAPID key' };
  return { outcome: 'dead', status, error: 'The push service refused it' };
}

/** Seconds, or a date (RFC 9110). */
function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
