import type { SafeAnswer } from '../egress/safe-http.js';
import type { Outcome } from '../delivery/channel.js';

const SHOWN_CHARACTERS = 200;
/** Whoever asks for more is asked again by then. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
const GONE = 410;
/** With them a server may say when to come again (RFC 9110, RFC 6585). */
const BUSY = new Set([429, 503]);

/** What an answer means for the delivery. */
export function outcomeOf({ status, headers, body }: SafeAnswer, now = Date.now()): Outcome {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  if (status === GONE) return { outcome: 'gone', status, error: 'It answered 410: it wants nothing any more.' };
  const afterMs = BUSY.has(status) ? waitOf(headers['retry-after'], now) : undefined;
  return {
    outcome: 'retry',
    status,
    error: `${summaryOf(status)}${beginningOf(body)}`,
    ...(afterMs !== undefined && { afterMs }),
  };
}

function summaryOf(status: number): string {
  return status >= 300 && status < 400 ? `It answered ${status}: redirects are not followed.` : `It answered ${status}.`;
}

/** Other people's text: short, and on one line. */
function beginningOf(body: string): string {
  const text = body
    .slice(0, SHOWN_CHARACTERS * 4)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();
  return text === '' ? '' : ` ${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}`;
}

/** Seconds or a date. */
function waitOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}
