import { chat as said } from '../strings/chat.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' });
const dayOfYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });
const DAY_MS = 86_400_000;

export const clockOf = (at: string): string => clock.format(new Date(at));
export const exactly = (at: string): string => exact.format(new Date(at));

/** What people call that day. */
export function dayName(at: string, now: number): string {
  const then = new Date(at);
  if (then.toDateString() === new Date(now).toDateString()) return said.today;
  if (then.toDateString() === new Date(now - DAY_MS).toDateString()) return said.yesterday;
  return (then.getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(then);
}
