const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const minutes = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

const NONE = '–';
const KIB = 1024;
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `1,204` */
export const count = (value: number): string => whole.format(value);

/** `0.02`, `0.4`, `12`: one message in a minute is not none. */
export const rate = (value: number): string => (value >= 100 ? whole : value >= 1 ? tenths : hundredths).format(value);

/** `3.2 ms`, `1.5 s` */
export function duration(ms: number | null): string {
  if (ms === null) return NONE;
  return ms >= 1_000 ? `${tenths.format(ms / 1_000)} s` : `${(ms >= 100 ? whole : tenths).format(ms)} ms`;
}

/** `312 MB` */
export function bytes(value: number): string {
  let [rest, unit] = [value, 0];
  while (rest >= KIB && unit < UNITS.length - 1) [rest, unit] = [rest / KIB, unit + 1];
  return `${(rest >= 100 || unit === 0 ? whole : tenths).format(rest)} ${UNITS[unit] ?? ''}`;
}

/** `3 d 4 h`, `12 min`: the two largest units. */
export function span(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.floor(seconds) % 60, 's'],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return '0 s';
  const shown = parts.slice(first, first + 2).filter(([value]) => value > 0);
  return shown.map(([value, unit]) => `${value} ${unit}`).join(' ');
}

/** `14:03:20` */
export const timeOfDay = (at: string): string => clock.format(new Date(at));

/** `14:03` */
export const hourAndMinute = (at: number): string => minutes.format(new Date(at));

/** `Jan 5, 2026, 14:03` */
export const moment = (at: string): string => exact.format(new Date(at));

/** `Jan 5, 2026` */
export const date = (at: string): string => day.format(new Date(at));
