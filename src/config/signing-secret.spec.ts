import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { loadConfig } from './load.js';

function secretInProduction(secret: string): string {
  return loadConfig({ NODE_ENV: 'production', JWT_SECRET: secret }).auth.jwtSecret;
}

describe('JWT_SECRET in production', () => {
  it('must be there', () => {
    expect(() => secretInProduction('')).toThrow('JWT_SECRET must be set when NODE_ENV=production');
  });

  it('must have 32 bytes', () => {
    expect(() => secretInProduction('Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1e')).toThrow('JWT_SECRET must have at least 32 bytes');
    expect(secretInProduction('Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU')).toHaveLength(32);
    expect(secretInProduction('éèêëàâäùûüôöïîçœ')).toHaveLength(16);
  });

  it.each([
    'your_jwt_secret',
    'your_jwt_secret_here',
    'your-secure-secret-key',
    'secret',
    'changeme',
    'jwt-secret-key',
    'dev-secret',
    'your-super-secret-jwt-key-change-this-in-production',
    'please-change-me-please-change-me-please',
    'secretsecretsecretsecretsecretsecret',
    'replace-with-a-long-random-string-of-your-own',
    'a-string-secret-at-least-256-bits-long',
    'this-is-a-secret-this-is-a-secret-key',
    '0123456789abcdef0123456789abcdef',
    '12345678901234567890123456789012',
  ])('may not be the placeholder %s', (secret) => {
    expect(() => secretInProduction(secret)).toThrow('JWT_SECRET is a well-known placeholder');
  });

  it('may be anything random, in any usual writing', () => {
    const made = Array.from({ length: 200 }, () => randomBytes(32)).flatMap((bytes) => [
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      BigInt(`0x${bytes.toString('hex')}`)
        .toString()
        .padStart(40, '7'),
    ]);
    expect(made.map(secretInProduction)).toEqual(made);
  });
});

describe('JWT_SECRET outside production', () => {
  it.each(['your_jwt_secret_here', 'x', ' spaces count '])('is taken as it is: %s', (secret) => {
    expect(loadConfig({ JWT_SECRET: secret }).auth.jwtSecret).toBe(secret);
  });
});
