import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

const KEY_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Salt, record size, length of the key's name (RFC 8188). */
const HEADER_BYTES = 21;

/** What a browser keeps of its subscription: it alone can read what is pushed. */
export class BrowserKeys {
  private readonly pair = createECDH('prime256v1');
  private readonly secret = randomBytes(16);

  constructor() {
    this.pair.generateKeys();
  }

  /** As `PushSubscription.toJSON()` gives them. */
  get keys(): { p256dh: string; auth: string } {
    return { p256dh: this.pair.getPublicKey('base64url'), auth: this.secret.toString('base64url') };
  }

  /** By RFC 8291, of one record. */
  decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const senderKey = body.subarray(HEADER_BYTES, HEADER_BYTES + body.readUInt8(20));
    const record = body.subarray(HEADER_BYTES + senderKey.length);
    const shared = this.pair.computeSecret(senderKey);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.pair.getPublicKey(), senderKey]);
    const material = Buffer.from(hkdfSync('sha256', shared, this.secret, info, 32));
    const derived = (name: string, bytes: number) =>
      Buffer.from(hkdfSync('sha256', material, salt, `Content-Encoding: ${name}\0`, bytes));
    const decipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', KEY_BYTES), derived('nonce', NONCE_BYTES));
    decipher.setAuthTag(record.subarray(-TAG_BYTES));
    const padded = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
    // The last record ends in 2, and zeros.
    const end = padded.lastIndexOf(2);
    return padded.subarray(0, end).toString();
  }
}
