import { mentors } from '../strings/mentors.js';

const MINUTE_S = 60;
const HOUR_S = 3_600;
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const unit = (name: string): Intl.NumberFormat =>
  new Intl.NumberFormat('en', { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 });
const [seconds, minutes, hours] = [unit('second'), unit('minute'), unit('hour')];

/** `40 sec`, `3.5 min`, `12 hr`: a length of time in one unit. */
export function secondsInWords(length: number | null): string {
  if (length === null) return mentors.statistics.none;
  if (length < MINUTE_S) return seconds.format(Math.round(length));
  return length < HOUR_S ? minutes.format(length / MINUTE_S) : hours.format(length / HOUR_S);
}

/** `4.3`, or a dash where nobody rated. */
export function ratingInWords(rating: number | null): string {
  return rating === null ? mentors.statistics.none : number.format(rating);
}
