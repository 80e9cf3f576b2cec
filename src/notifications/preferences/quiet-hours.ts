import type { QuietHours } from '../../protocol/index.js';

/**
 * Whether the clock on that wall stands within the quiet hours: from `from` on, until before `to`. By what the clock shows alone, so
 * that what it shows twice in autumn is quiet twice, and a time that it leaps over in spring counts from where it lands.
 */
export function isQuiet({ from, to, timeZone }: QuietHours, at: Date): boolean {
  const time = clockAt(timeZone, at);
  // `HH:MM` sorts as it runs.
  return from < to ? from <= time && time < to : from <= time || time < to;
}

/** Whether that is an IANA name of a time zone that is known here. */
export function isTimeZone(name: string): boolean {
  // Offsets such as `+01:00` are taken too by newer engines; they know no summer.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    clockAt(name, new Date());
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function clockAt(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}
