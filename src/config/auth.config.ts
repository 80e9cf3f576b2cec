import { z } from 'zod';
import type { StartConditions } from './setting.js';
import { setting, settingWithoutDefault } from './setting.js';
import { signingSecret } from './signing-secret.js';
import { duration, oneOf } from './values.js';

export const authSchema = ({ production }: StartConditions) =>
  z.object({
    jwtSecret: settingWithoutDefault(signingSecret(production), {
      env: 'JWT_SECRET',
      secret: true,
      shownDefault: 'generated and kept in `DATA_DIR/jwt-secret`; required in production',
      meaning: "Key that tokens are signed and verified with (HS256); share it with the app's own backend to accept its tokens.",
    }),
    tokenLifetimeSeconds: setting(duration(), {
      env: 'JWT_EXPIRES_IN',
      default: '7d',
      meaning: 'How long a token lives after it was issued; a number without a unit is seconds.',
    }),
    guestsAllowed: setting(
      oneOf(['allow', 'deny'])
        .transform((access) => access === 'allow')
        .describe('one of allow, deny'),
      {
        env: 'GUEST_ACCESS',
        default: production ? 'deny' : 'allow',
        meaning: 'Whether people without an account may connect.',
      },
    ),
  });
