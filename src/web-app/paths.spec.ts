import { describe, expect, it } from '@jest/globals';
import { isPage } from './paths.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('isPage', () => {
  it.each(['/', '/sign-in', '/s/ABC234', '/test', '/apiary', '/healthy', '/u/anna.b'])(
    'is true where a browser goes to %s',
    (path) => {
      expect(isPage(path, BROWSER)).toBe(true);
    },
  );

  it.each([
    '/api',
    '/api/none',
    '/API/none',
    '/docs',
    '/docs/none',
    '/health',
    '/metrics',
    '/socket.io/',
    '/ws',
    '/assets/gone.js',
  ])('is false where a browser goes to %s', (path) => {
    expect(isPage(path, BROWSER)).toBe(false);
  });

  it.each([undefined, '*/*', 'application/json', 'image/avif,*/*', 'text/htmlish'])('is false for who accepts %s', (accept) => {
    expect(isPage('/sign-in', accept)).toBe(false);
  });

  it('is true of / for who accepts anything', () => {
    expect(isPage('/', '*/*')).toBe(true);
  });
});
