import { z } from 'zod';
import { setting } from './setting.js';
import { wholeNumber } from './values.js';

export const notificationsSchema = () =>
  z.object({
    days: setting(wholeNumber(1, 3_650), {
      env: 'NOTIFICATIONS_DAYS',
      default: '90',
      meaning: 'Days that a notification stays in a person’s feed. Of one person the last 1,000 are kept.',
    }),
  });
