import { z } from 'zod';
import type { StartConditions } from './setting.js';
import { setting, settingWithoutDefault } from './setting.js';
import { signingSecret } from './signing-secret.js';
import { duration, listed, oneOf, written } from './values.js';

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
    refreshLifetimeSeconds: setting(duration(), {
      env: 'REFRESH_EXPIRES_IN',
      default: '30d',
      meaning: 'How long a refresh token may wait to be used; each use gives a new one.',
    }),
    adminUsernames: setting(
      written('a comma-separated list of usernames', (text) => listed(text)),
      {
        env: 'ADMIN_USERNAMES',
        default: '',
        meaning:
          'Accounts that are made administrators at the start, and at once when they are registered; register them before others can.',
      },
    ),
    mentorSignup: setting(oneOf(['admin', 'open', 'invite']), {
      env: 'MENTOR_SIGNUP',
      default: 'admin',
      meaning:
        'Who may register as a mentor: nobody, as an `admin` makes mentors; everybody (`open`); or who has an invitation (`invite`).',
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
