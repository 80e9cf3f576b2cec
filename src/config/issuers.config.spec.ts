import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load.js';

const JWT_SECRET = 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz';
const STRONG = 'Qm8sVt2LwYp5RzXc7NbHd4KfGj1AeUo9TiWq3MxS';
const SECRET_KEYS = ['NEXTAUTH_SECRET', 'AUTH_SECRET', 'AUTH_SECRET_1', 'AUTH_SECRET_2', 'AUTH_SECRET_3'];
const PROVIDER = { JWKS_URL: 'https://id.example.com/keys', JWT_ISSUER: 'https://id.example.com/' };

const load = (env: Record<string, string>) => loadConfig({ JWT_SECRET, ...env }).issuers;

function refusalOf(env: Record<string, string>): ConfigError {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

describe('secrets of NextAuth', () => {
  it('are none by default, in production too', () => {
    expect(load({}).nextAuthSecrets).toEqual([]);
    expect(load({ NODE_ENV: 'production' }).nextAuthSecrets).toEqual([]);
  });

  it('may be several while one is replaced by another, each taken as it is', () => {
    const env = Object.fromEntries(SECRET_KEYS.map((key) => [key, ` ${key}, with a comma `]));
    expect(load(env).nextAuthSecrets).toEqual(Object.values(env));
    expect(load({ NEXTAUTH_SECRET: 'x', AUTH_SECRET: 'x', AUTH_SECRET_2: 'y' }).nextAuthSecrets).toEqual(['x', 'y']);
  });

  it.each(SECRET_KEYS)('stop the start in production when %s is short or from a template', (key) => {
    const inProduction = { NODE_ENV: 'production' };
    expect(load({ ...inProduction, [key]: STRONG }).nextAuthSecrets).toEqual([STRONG]);
    expect(refusalOf({ ...inProduction, [key]: STRONG.slice(0, 31) }).message).toContain(`${key} must have at least 32 bytes`);
    const { message } = refusalOf({ ...inProduction, [key]: 'your-nextauth-secret-key-change-it' });
    expect(message).toContain(`${key} is a well-known placeholder`);
    expect(message).not.toContain('change-it');
  });

  it('come with the app’s address, which may connect', () => {
    const { server } = loadConfig({ JWT_SECRET, NEXTAUTH_SECRET: 'x', NEXTAUTH_URL: 'https://app.example/api/auth' });
    expect(server.allowedOrigins).toEqual(['https://app.example']);
  });
});

describe('an identity provider', () => {
  it('is known by its keys and its name', () => {
    expect(load({ ...PROVIDER, JWT_AUDIENCE: 'lyceum, other' })).toMatchObject({
      jwksUrl: 'https://id.example.com/keys',
      jwtIssuer: 'https://id.example.com/',
      jwtAudiences: ['lyceum', 'other'],
    });
    expect(load({ ...PROVIDER, JWKS_URL: 'http://keycloak:8080/certs' }).jwksUrl).toBe('http://keycloak:8080/certs');
  });

  it('needs both', () => {
    expect(refusalOf({ JWKS_URL: PROVIDER.JWKS_URL }).message).toContain('JWT_ISSUER must be set where JWKS_URL is');
    expect(refusalOf({ JWT_ISSUER: PROVIDER.JWT_ISSUER }).message).toContain('JWKS_URL must be set where JWT_ISSUER is');
    expect(refusalOf({ JWT_AUDIENCE: 'lyceum', JWT_ISSUER: '' }).message).toContain('JWKS_URL must be set where JWT_AUDIENCE is');
  });

  it.each(['keys', 'ftp://id.example.com/keys', 'https://user:hunter2@id.example.com/keys', 'file:///etc/keys'])(
    'does not show its keys at %s',
    (url) => {
      const { message } = refusalOf({ ...PROVIDER, JWKS_URL: url });
      expect(message).toContain('JWKS_URL must be an https or http URL');
      expect(message).not.toContain(url);
    },
  );

  it.each(['lyceum', 'app', 'NextAuth', 'guest', ' '])('has no name of others: %p', (name) => {
    expect(refusalOf({ ...PROVIDER, JWT_ISSUER: name }).message).toContain('JWT_ISSUER must be a name');
  });
});
