import { mentors } from '../strings/mentors.js';
import { useSeconds } from '../ui/use-now.js';
import { secondsUntil } from './times.js';

const said = mentors.queue;
/** Where the ring is full. Most servers leave a mentor so long to accept; of a longer time the end is shown. */
const WHOLE_S = 30;
const RADIUS = 18;
const LENGTH = 2 * Math.PI * RADIUS;

/** How long an offer is one's own: a number in a ring that empties. */
export function Countdown({ until }: { until: string }) {
  const left = secondsUntil(until, useSeconds());
  const share = Math.min(1, left / WHOLE_S);
  const words = left === 0 ? said.passing : said.timeLeft(left);
  return (
    <div role="timer" title={words} className="relative grid size-11 shrink-0 place-items-center">
      <svg aria-hidden viewBox="0 0 44 44" fill="none" strokeWidth="4" className="absolute inset-0 -rotate-90">
        <circle cx="22" cy="22" r={RADIUS} className="stroke-line" />
        <circle
          cx="22"
          cy="22"
          r={RADIUS}
          strokeLinecap="round"
          strokeDasharray={LENGTH}
          strokeDashoffset={LENGTH * (1 - share)}
          className={left > WHOLE_S / 3 ? 'stroke-accent' : 'stroke-danger'}
        />
      </svg>
      <span aria-hidden className="text-sm font-semibold tabular-nums">
        {left}
      </span>
      <span className="sr-only">{words}</span>
    </div>
  );
}
