import { z } from 'zod';
import { setting } from './setting.js';
import { wholeNumber } from './values.js';

const seconds = wholeNumber(1, 300);
const milliseconds = () => seconds.transform((count) => count * 1_000).describe(seconds.description ?? '');

export const callsSchema = () =>
  z.object({
    ringMs: setting(milliseconds(), {
      env: 'CALL_RING_SECONDS',
      default: '30',
      meaning: 'Seconds a call rings before it ends as not answered.',
    }),
    graceMs: setting(milliseconds(), {
      env: 'CALL_GRACE_SECONDS',
      default: '15',
      meaning: 'Seconds somebody in a call whose device dropped has to come back before the call ends for them.',
    }),
  });
