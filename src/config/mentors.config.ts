import { z } from 'zod';
import { setting } from './setting.js';
import { wholeNumber } from './values.js';

export const mentorsSchema = () =>
  z.object({
    graceSeconds: setting(wholeNumber(2, 3_600), {
      env: 'MENTOR_GRACE_SECONDS',
      default: '60',
      meaning:
        'Seconds a mentor still counts as here after their last device left; who was gone for longer is offline until they choose again.',
    }),
  });
