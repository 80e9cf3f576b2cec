import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { loadConfig } from '../../config/index.js';
import { Signatures } from './signatures.js';

const of = (secret: string) => new Signatures(loadConfig({ JWT_SECRET: secret }, { interactive: false }));
const signatures = of('one');

afterEach(() => {
  jest.useRealTimers();
});

describe('Signatures', () => {
  it('gives back what was signed, until it is over', () => {
    jest.useFakeTimers();
    const { token, expiresAt } = signatures.sign('tea', { cup: 'blue — ☕' }, 60);
    expect(expiresAt.getTime()).toBe(Date.now() + 60_000);
    expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
    jest.advanceTimersByTime(59_999);
    expect(signatures.verify('tea', token)).toEqual({ cup: 'blue — ☕' });
    jest.advanceTimersByTime(1);
    expect(signatures.verify('tea', token)).toBeUndefined();
  });

  it('takes no token that was made for something else or with another secret', () => {
    const { token } = signatures.sign('tea', { cup: 'blue' }, 60);
    expect(signatures.verify('coffee', token)).toBeUndefined();
    expect(of('another').verify('tea', token)).toBeUndefined();
    expect(of('one').verify('tea', token)).toEqual({ cup: 'blue' });
  });

  it('takes no token of which one character is another', () => {
    const { token } = signatures.sign('tea', { cup: 'blue' }, 60);
    for (let at = 0; at < token.length; at += 1) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(signatures.verify('tea', changed)).toBeUndefined();
    }
  });

  it.each(['', '.', 'a', 'a.b', 'a.b.c', '\0', '💥.💥', 'x'.repeat(100_000)])('takes no nonsense: %j', (token) => {
    expect(signatures.verify('tea', token)).toBeUndefined();
  });

  it('takes no token with more behind it', () => {
    const { token } = signatures.sign('tea', { cup: 'blue' }, 60);
    for (const more of ['.', '.x', '=', ' ', '\n']) expect(signatures.verify('tea', token + more)).toBeUndefined();
  });
});
