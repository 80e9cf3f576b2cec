import { Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppConfig } from '../../config/index.js';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PURPOSE = 'lyceum webhook secrets';

/**
 * Keeps secrets of webhooks so that a copy of the database alone, a backup or a replica, lets nobody sign in our name. They cannot be
 * hashed, since we sign with them. The key follows from `JWT_SECRET`: with another one they can no longer be read, and have to be rotated.
 */
@Injectable()
export class SecretSeal {
  private readonly key: Buffer;

  constructor({ auth }: AppConfig) {
    this.key = Buffer.from(hkdfSync('sha256', auth.jwtSecret, '', PURPOSE, KEY_BYTES));
  }

  /** `owner`: the webhook's id. Moved to another's row it cannot be read. */
  seal(owner: string, secret: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Undefined: it was sealed with another key, or for somebody else. */
  open(owner: string, text: string): string | undefined {
    const bytes = Buffer.from(text, 'base64url');
    const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
    try {
      const decipher = createDecipheriv(CIPHER, this.key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(owner));
      decipher.setAuthTag(tag);
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return undefined;
    }
  }
}
