import { useNow } from './use-now.js';

const SECOND = 1_000;
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400 * SECOND],
  ['month', 30 * 86_400 * SECOND],
  ['week', 7 * 86_400 * SECOND],
  ['day', 86_400 * SECOND],
  ['hour', 3_600 * SECOND],
  ['minute', 60 * SECOND],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' });

/** `3 min. ago`: how long since then, in the largest unit that fits. */
export function timeSince(at: string, now: number): string {
  const since = Date.parse(at) - now;
  const [unit, length] = STEPS.find(([, step]) => Math.abs(since) >= step) ?? ['second', SECOND];
  return unit === 'second' ? 'just now' : relative.format(Math.round(since / length), unit);
}

/** When something was; the exact time on pointing at it. It goes on by itself. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exact.format(new Date(at))}>
      {timeSince(at, now)}
    </time>
  );
}
