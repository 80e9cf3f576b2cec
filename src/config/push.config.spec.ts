import { describe, expect, it } from '@jest/globals';
import { createECDH, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load.js';

const JWT_SECRET = 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz';

const load = (env: Record<string, string>) => loadConfig({ JWT_SECRET, ...env }).push;

function refusalOf(env: Record<string, string>): string {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

function newPair(): { VAPID_PUBLIC_KEY: string; VAPID_PRIVATE_KEY: string } {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const privateKey = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32);
  return { VAPID_PUBLIC_KEY: pair.getPublicKey('base64url'), VAPID_PRIVATE_KEY: privateKey.toString('base64url') };
}

describe('the VAPID keys', () => {
  it('are the given pair', () => {
    const pair = newPair();
    expect(load(pair).vapid).toEqual({ publicKey: pair.VAPID_PUBLIC_KEY, privateKey: pair.VAPID_PRIVATE_KEY });
  });

  it('need each other, and belong together', () => {
    const pair = newPair();
    expect(refusalOf({ VAPID_PUBLIC_KEY: pair.VAPID_PUBLIC_KEY })).toContain('VAPID_PRIVATE_KEY must be set where');
    const { VAPID_PUBLIC_KEY } = newPair();
    expect(refusalOf({ ...pair, VAPID_PUBLIC_KEY })).toContain('VAPID_PUBLIC_KEY must be the public half');
  });

  it.each(['short', 'A'.repeat(43), '_'.repeat(43)])('are not %s, and the private one is not repeated', (text) => {
    const message = refusalOf({ ...newPair(), VAPID_PRIVATE_KEY: text });
    expect(message).toContain('VAPID_PRIVATE_KEY must be a P-256 private key');
    expect(message).not.toContain(text);
  });

  it('come with a contact', () => {
    expect(load({ VAPID_SUBJECT: 'https://school.example/contact' }).vapidSubject).toBe('https://school.example/contact');
    expect(load({ VAPID_SUBJECT: 'mailto:ops@school.example' }).vapidSubject).toBe('mailto:ops@school.example');
    for (const text of ['ops@school.example', 'http://school.example', 'mailto:']) {
      expect(refusalOf({ VAPID_SUBJECT: text })).toContain('VAPID_SUBJECT must be');
    }
  });
});

describe('FCM_SERVICE_ACCOUNT', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const account = { project_id: 'school', client_email: 'push@school.example', private_key: privateKey, type: 'service_account' };
  const read = { projectId: 'school', clientEmail: 'push@school.example', privateKey };

  it('is the JSON itself, or a file with it', () => {
    expect(load({ FCM_SERVICE_ACCOUNT: JSON.stringify(account) }).fcm).toEqual(read);
    const directory = mkdtempSync(join(tmpdir(), 'lyceum-fcm-'));
    try {
      writeFileSync(join(directory, 'account.json'), JSON.stringify(account));
      expect(load({ FCM_SERVICE_ACCOUNT: join(directory, 'account.json') }).fcm).toEqual(read);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it.each([
    ['a file that is not there', 'nowhere.json'],
    ['no JSON', '{'],
    ['an account without a key', JSON.stringify({ ...account, private_key: undefined })],
    ['an account whose key is none', JSON.stringify({ ...account, private_key: 'private' })],
  ])('is not %s', (_, text) => {
    const message = refusalOf({ FCM_SERVICE_ACCOUNT: text });
    expect(message).toContain('FCM_SERVICE_ACCOUNT must be the JSON of a Google service account');
    expect(message).not.toContain(text);
  });
});
