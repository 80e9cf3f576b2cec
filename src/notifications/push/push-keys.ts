import { createECDH } from 'node:crypto';

const AUTH_BYTES = 16;
/** An uncompressed point of P-256: 0x04 and two coordinates. */
const POINT = /^B[\w-]{86}$/;

/** Whether a push can be encrypted for it (RFC 8291): a point of the curve, in base64url without padding. */
export function isPublicKey(text: unknown): boolean {
  if (typeof text !== 'string' || !POINT.test(text)) return false;
  try {
    const pair = createECDH('prime256v1');
    pair.generateKeys();
    // Throws where it lies beside the curve.
    pair.computeSecret(text, 'base64url');
    return true;
  } catch {
    return false;
  }
}

/** 16 bytes in base64url without padding. */
export function isAuthSecret(text: unknown): boolean {
  return typeof text === 'string' && /^[\w-]{22}$/.test(text) && Buffer.from(text, 'base64url').length === AUTH_BYTES;
}
