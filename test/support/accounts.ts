import { randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { call } from './http-client.js';
import type { Endpoint } from './raw-client.js';

export interface TestAccount {
  id: string;
  username: string;
  password: string;
  token: string;
}

/** A username nobody has: gateways keep their accounts from test to test. */
export function newUsername(stem = 'ana'): string {
  return stem + randomBytes(5).toString('hex');
}

/** Registers somebody over HTTP. */
export async function register(gateway: Endpoint, stem?: string): Promise<TestAccount> {
  const username = newUsername(stem);
  const password = `${username} has a long password`;
  const { status, body } = await call(gateway, 'POST', '/api/auth/register', { body: { username, password } });
  if (status !== 201) throw new Error(`Registering answered ${status}: ${JSON.stringify(body)}`);
  const token = body.token as string;
  const { sub } = jwt.decode(token) as { sub: string };
  return { id: sub, username, password, token };
}
