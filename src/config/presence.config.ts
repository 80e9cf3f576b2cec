import { z } from 'zod';
import { setting } from './setting.js';
import { wholeNumber } from './values.js';

export const presenceSchema = () =>
  z.object({
    graceMs: setting(wholeNumber(0, 300_000), {
      env: 'PRESENCE_GRACE_MS',
      default: '5000',
      meaning: 'Milliseconds a person still counts as here after their last device left, so that a reload shows nothing.',
    }),
  });
