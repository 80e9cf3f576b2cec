import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';

/** What every server of a run signs and verifies with. */
export const JWT_SECRET = 'the benchmark signs with this, long enough for HS256';

const key = createSecretKey(Buffer.from(JWT_SECRET));

/** A token as an app's own backend makes it. @param {string} userId */
export function tokenOf(userId) {
  return jwt.sign({ sub: userId, name: userId, role: 'student' }, key, { algorithm: 'HS256', expiresIn: '1h' });
}
