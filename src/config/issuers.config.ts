import { z } from 'zod';
import type { IssuersConfig } from './app-config.js';
import type { StartConditions } from './setting.js';
import { setting, settingWithoutDefault } from './setting.js';
import { sharedSecret } from './signing-secret.js';
import { listed, written } from './values.js';

/** Names under which other people are kept: no identity provider may vouch for those. */
const TAKEN_NAMES = ['lyceum', 'app', 'nextauth', 'guest'];

const keySetUrl = written('an https or http URL without user and password', (text) => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username + password === '' ? text : undefined;
});

const issuerName = written(`a name such as https://id.example.com/, and none of ${TAKEN_NAMES.join(', ')}`, (text) =>
  text !== '' && !TAKEN_NAMES.includes(text.toLowerCase()) ? text : undefined,
);

export const issuersSchema = ({ production }: StartConditions) => {
  const nextAuthSecret = (env: string, meaning: string) =>
    settingWithoutDefault(sharedSecret(production), { env, secret: true, meaning });
  // Named as Auth.js names them, and one key each: a secret may hold any character, commas too.
  const otherSecret = (env: string) =>
    nextAuthSecret(env, 'Another secret that counts, as long as the first is being replaced by a new one.');
  return z.object({
    nextAuthSecret: nextAuthSecret(
      'NEXTAUTH_SECRET',
      'Secret of a Next.js app with NextAuth 4 or Auth.js 5, whose sessions and HS256 tokens are then accepted here.',
    ),
    authSecret: nextAuthSecret('AUTH_SECRET', 'The same, as Auth.js 5 names it; where both are set, both count.'),
    authSecret1: otherSecret('AUTH_SECRET_1'),
    authSecret2: otherSecret('AUTH_SECRET_2'),
    authSecret3: otherSecret('AUTH_SECRET_3'),
    jwksUrl: settingWithoutDefault(keySetUrl.optional().describe(keySetUrl.description ?? ''), {
      env: 'JWKS_URL',
      secret: true,
      needs: 'JWT_ISSUER',
      meaning:
        'Where an identity provider shows the public keys of its tokens, which are then accepted here; needs `JWT_ISSUER`.',
    }),
    jwtIssuer: settingWithoutDefault(issuerName.optional().describe(issuerName.description ?? ''), {
      env: 'JWT_ISSUER',
      needs: 'JWKS_URL',
      meaning: 'The `iss` of the tokens whose keys are at `JWKS_URL`, to the letter; its people are kept under this name.',
    }),
    jwtAudiences: setting(
      written('a comma-separated list of names', (text) => listed(text)),
      {
        env: 'JWT_AUDIENCE',
        needs: 'JWKS_URL',
        default: '',
        meaning:
          'One of these must stand in the `aud` of such a token; always set it where the provider signs tokens for other apps as well.',
      },
    ),
  });
};

/** The secrets together, each once. */
export function acceptedIssuers(parsed: z.infer<ReturnType<typeof issuersSchema>>): IssuersConfig {
  const { nextAuthSecret, authSecret, authSecret1, authSecret2, authSecret3, ...rest } = parsed;
  const secrets = [nextAuthSecret, authSecret, authSecret1, authSecret2, authSecret3].filter((secret) => secret !== undefined);
  return { nextAuthSecrets: [...new Set(secrets)], ...rest };
}
