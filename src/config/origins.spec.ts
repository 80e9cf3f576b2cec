import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './load.js';

const JWT_SECRET = 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz';

function originsOf(env: Record<string, string>) {
  return loadConfig({ JWT_SECRET, ...env }).server.allowedOrigins;
}

describe('allowed origins', () => {
  it('are united from all three keys, each once', () => {
    expect(
      originsOf({
        CORS_ORIGIN: 'http://localhost:3000, http://localhost:8080',
        FRONTEND_URL: 'https://chat.example/',
        NEXTAUTH_URL: 'http://localhost:3000/api/auth',
      }),
    ).toEqual(['http://localhost:3000', 'http://localhost:8080', 'https://chat.example']);
  });

  it.each(['CORS_ORIGIN', 'FRONTEND_URL', 'NEXTAUTH_URL'])('can be given by %s alone', (key) => {
    expect(originsOf({ [key]: 'https://app.example' })).toEqual(['https://app.example']);
  });

  it('are written as browsers write them', () => {
    expect(originsOf({ CORS_ORIGIN: 'HTTPS://App.Example:443/,https://bücher.example' })).toEqual([
      'https://app.example',
      'https://xn--bcher-kva.example',
    ]);
  });

  it('are any when nothing is set, and none in production', () => {
    expect(originsOf({})).toBe('*');
    expect(originsOf({ NODE_ENV: 'production' })).toEqual([]);
  });

  it('may be * outside production', () => {
    expect(originsOf({ CORS_ORIGIN: '*', FRONTEND_URL: 'https://app.example' })).toBe('*');
  });

  it.each(['CORS_ORIGIN', 'FRONTEND_URL', 'NEXTAUTH_URL'])('may not be * by %s in production', (key) => {
    expect(() => originsOf({ NODE_ENV: 'production', [key]: 'https://a.example,*' })).toThrow(`${key} must be`);
  });

  it.each(['app.example', 'localhost:3000', 'ftp://app.example', 'https://*.example', 'null'])('refuse %s', (text) => {
    expect(() => originsOf({ CORS_ORIGIN: `https://a.example,${text}` })).toThrow('CORS_ORIGIN must be');
  });
});
