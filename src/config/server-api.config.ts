import { z } from 'zod';
import { setting } from './setting.js';
import { wholeNumber } from './values.js';

export const serverApiSchema = () =>
  z.object({
    requestsPerSecond: setting(wholeNumber(1, 1_000_000), {
      env: 'RATE_SERVER_API_PER_SECOND',
      default: '100',
      meaning: 'Requests to `/api/server` per second and API key.',
    }),
    auditDays: setting(wholeNumber(1, 36_500), {
      env: 'AUDIT_DAYS',
      default: '90',
      meaning: 'Days after which the record of what administrators, the command line and API keys did is removed.',
    }),
  });
