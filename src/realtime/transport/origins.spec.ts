import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { isAllowedOrigin, mayUseCookies } from './origins.js';

const LIST = ['https://app.example', 'http://localhost:8080'];

function from(origin: string | undefined, host = 'gateway.example'): IncomingMessage {
  return { headers: { origin, host } } as IncomingMessage;
}

describe('isAllowedOrigin', () => {
  it.each(LIST)('lets %s in, which is on the list', (origin) => {
    expect(isAllowedOrigin(from(origin), LIST)).toBe(true);
  });

  it('lets clients in that send none, as all but browsers do', () => {
    expect(isAllowedOrigin(from(undefined), LIST)).toBe(true);
    expect(isAllowedOrigin(from(undefined), [])).toBe(true);
  });

  it('lets pages in that this host served', () => {
    expect(isAllowedOrigin(from('http://127.0.0.1:3000', '127.0.0.1:3000'), [])).toBe(true);
  });

  it('lets everybody in under *', () => {
    expect(isAllowedOrigin(from('https://evil.example'), '*')).toBe(true);
  });

  it.each([
    'https://evil.example',
    'https://app.example.evil.example',
    'https://evil-app.example',
    'https://app.example:444',
    'http://app.example',
    'https://APP.example',
    'http://localhost',
    'https://evil.example#gateway.example',
    'https://gateway.example@evil.example',
    'null',
    '',
    'gateway.example',
  ])('keeps %p out', (origin) => {
    expect(isAllowedOrigin(from(origin), LIST)).toBe(false);
  });
});

describe('mayUseCookies', () => {
  it.each(LIST)('is for %s, which is on the list', (origin) => {
    expect(mayUseCookies(from(origin), LIST)).toBe(true);
  });

  it.each(['*', []] as const)('is for pages that this host served, under %j', (allowed) => {
    expect(mayUseCookies(from('https://gateway.example'), allowed)).toBe(true);
  });

  it.each(['*', [], LIST] as const)('is for nobody that sends no origin, or another, under %j', (allowed) => {
    for (const origin of [
      undefined,
      '',
      'null',
      'https://evil.example',
      'https://app.example.evil.example',
      'https://APP.example',
    ]) {
      expect(mayUseCookies(from(origin), allowed)).toBe(false);
    }
  });
});
