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
    awayMs: setting(wholeNumber(100, 86_400_000), {
      env: 'PRESENCE_AWAY_MS',
      default: '300000',
      meaning: 'Milliseconds after which a person none of whose devices gives a command counts as away.',
    }),
  });
