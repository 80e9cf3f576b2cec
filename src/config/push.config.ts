import { createECDH, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.js';
import type { FcmServiceAccount, PushConfig } from './push-settings.js';
import type { StartConditions } from './setting.js';
import { setting, settingWithoutDefault } from './setting.js';
import { written } from './values.js';

const PUBLIC_KEY = 'an uncompressed P-256 point in base64url (87 characters), as `npx web-push generate-vapid-keys` prints it';
const PRIVATE_KEY = 'a P-256 private key in base64url (43 characters), as `npx web-push generate-vapid-keys` prints it';
const SERVICE_ACCOUNT = 'the JSON of a Google service account, or the path of a file with it';

const publicKey = written(PUBLIC_KEY, (text) => (/^B[\w-]{86}$/.test(text) ? text : undefined));
const privateKey = written(PRIVATE_KEY, (text) => (publicKeyOf(text) === undefined ? undefined : text));
const contact = written('a mailto: or https: URL', (text) => (isContact(text) ? text : undefined));

export const pushSchema = ({ directory }: StartConditions) => {
  const serviceAccount = written(SERVICE_ACCOUNT, (text) => readServiceAccount(text, directory));
  return z.object({
    vapidPublicKey: settingWithoutDefault(publicKey.optional().describe(PUBLIC_KEY), {
      env: 'VAPID_PUBLIC_KEY',
      needs: 'VAPID_PRIVATE_KEY',
      shownDefault: 'made at the first start and kept in the database',
      meaning: 'The key that browsers subscribe with; with another one all of their subscriptions are lost.',
    }),
    vapidPrivateKey: settingWithoutDefault(privateKey.optional().describe(PRIVATE_KEY), {
      env: 'VAPID_PRIVATE_KEY',
      secret: true,
      needs: 'VAPID_PUBLIC_KEY',
      shownDefault: 'made at the first start and kept in the database',
      meaning: 'Its private half, which pushes to browsers are signed with.',
    }),
    vapidSubject: setting(contact, {
      env: 'VAPID_SUBJECT',
      default: 'mailto:webmaster@example.com',
      meaning: 'Where the people of a push service (Apple, Google, Mozilla) reach whoever runs this server.',
    }),
    fcm: settingWithoutDefault(serviceAccount.optional().describe(SERVICE_ACCOUNT), {
      env: 'FCM_SERVICE_ACCOUNT',
      secret: true,
      shownDefault: 'none: nothing is pushed by FCM',
      meaning: 'Service account of the Firebase project that pushes to apps on Android and iOS go through.',
    }),
  });
};

/** The two VAPID keys as one; each needs the other, so that there are both or none. */
export function configuredPush(parsed: z.infer<ReturnType<typeof pushSchema>>): PushConfig {
  const { vapidPublicKey, vapidPrivateKey, ...rest } = parsed;
  if (vapidPublicKey === undefined || vapidPrivateKey === undefined) return { ...rest, vapid: undefined };
  if (publicKeyOf(vapidPrivateKey) !== vapidPublicKey) {
    const sentence = 'VAPID_PUBLIC_KEY must be the public half of VAPID_PRIVATE_KEY';
    throw new ConfigError([{ key: 'VAPID_PUBLIC_KEY', sentence }]);
  }
  return { ...rest, vapid: { publicKey: vapidPublicKey, privateKey: vapidPrivateKey } };
}

function publicKeyOf(text: string): string | undefined {
  if (!/^[\w-]{43}$/.test(text)) return undefined;
  try {
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(text, 'base64url');
    return pair.getPublicKey('base64url');
  } catch {
    return undefined;
  }
}

function isContact(text: string): boolean {
  return /^mailto:[^\s@]+@[^\s@]+$/.test(text) || (URL.canParse(text) && new URL(text).protocol === 'https:');
}

function readServiceAccount(text: string, directory: string): FcmServiceAccount | undefined {
  try {
    const json: unknown = JSON.parse(text.startsWith('{') ? text : readFileSync(resolve(directory, text), 'utf8'));
    if (typeof json !== 'object' || json === null) return undefined;
    const fields = json as Record<string, unknown>;
    const { project_id: projectId, client_email: clientEmail, private_key: key } = fields;
    if (typeof projectId !== 'string' || typeof clientEmail !== 'string' || typeof key !== 'string') return undefined;
    createPrivateKey(key);
    return { projectId, clientEmail, privateKey: key };
  } catch {
    return undefined;
  }
}
