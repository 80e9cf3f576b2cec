import { z } from 'zod';
import { setting } from './setting.js';
import { written } from './values.js';

/** `prod` and other spellings count as production too: a slip there must not open the gateway. */
const PRODUCTION = new Set(['production', 'prod']);

export const runtimeSchema = z.object({
  production: setting(
    written('production, or anything else for development', (text) => PRODUCTION.has(text.toLowerCase())),
    {
      env: 'NODE_ENV',
      default: 'development',
      meaning: 'Under `production` unsafe settings stop the start, guests are denied and logs are JSON by default.',
    },
  ),
});
