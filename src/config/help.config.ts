import { z } from 'zod';
import { setting } from './setting.js';
import { oneOf, wholeNumber } from './values.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** A whole number of these, read as milliseconds. */
const times = (unitMs: number, min: number, max: number) => {
  const count = wholeNumber(min, max);
  return count.transform((value) => value * unitMs).describe(count.description ?? '');
};

export const helpSchema = () =>
  z.object({
    routing: setting(oneOf(['broadcast', 'auto']), {
      env: 'HELP_ROUTING',
      default: 'broadcast',
      meaning:
        'Who is asked when a student asks for help and names no mentor: all available mentors of the subject at once (broadcast), or one after the other, the least busy first (auto).',
    }),
    offerMs: setting(times(SECOND_MS, 1, 3_600), {
      env: 'HELP_OFFER_SECONDS',
      default: '30',
      meaning: 'Seconds that a mentor has to accept before the next is asked, where they are asked one after the other.',
    }),
    expiryMs: setting(times(MINUTE_MS, 1, 10_080), {
      env: 'HELP_EXPIRES_MINUTES',
      default: '60',
      meaning: 'Minutes after which a request for help that nobody took is over.',
    }),
    mentorGraceMs: setting(times(SECOND_MS, 2, 3_600), {
      env: 'HELP_MENTOR_GRACE_SECONDS',
      default: '60',
      meaning: 'Seconds that a mentor who helps may be gone before the request is offered to others again.',
    }),
    studentGraceMs: setting(times(SECOND_MS, 2, 86_400), {
      env: 'HELP_STUDENT_GRACE_SECONDS',
      default: '300',
      meaning: 'Seconds that a student who waits for help may be gone before the request is over.',
    }),
    days: setting(wholeNumber(1, 36_500), {
      env: 'HELP_DAYS',
      default: '365',
      meaning: 'Days after its end that a request for help is removed, with whom it was offered to, and no longer counted.',
    }),
  });
