import type { HelpPosition } from '@lyceum/client';
import { mentors } from '../strings/mentors.js';

const { request: said } = mentors;
const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;

/** `3:05`, `1:00:07`: how long since then. A clock that is behind the server's shows no time before the beginning. */
export function elapsed(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / SECOND_MS));
  const parts = [Math.floor((seconds % HOUR_S) / MINUTE_S), seconds % MINUTE_S].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / HOUR_S);
  return hours > 0 ? [hours, ...parts].join(':') : parts.join(':').replace(/^0/, '');
}

/** Whole seconds until then; 0 when it has passed. */
export function secondsUntil(time: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(time) - now) / SECOND_MS));
}

/** `about 4 minutes`. Rounded up: nobody minds when it is sooner. */
export function etaInWords(etaSeconds: number | null): string {
  if (etaSeconds === null) return said.eta.unknown;
  if (etaSeconds < MINUTE_S) return said.eta.soon;
  const minutes = Math.ceil(etaSeconds / MINUTE_S);
  return minutes < MINUTE_S ? said.eta.minutes(minutes) : said.eta.hours(Math.round(etaSeconds / HOUR_S));
}

/** `2nd in line, about 4 minutes`. */
export function placeInWords({ position, etaSeconds }: HelpPosition): string {
  return said.line(said.place(position), etaInWords(etaSeconds));
}
