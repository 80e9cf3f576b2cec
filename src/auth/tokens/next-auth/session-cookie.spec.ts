import { describe, expect, it } from '@jest/globals';
import { sessionTokens } from './session-cookie.js';

describe('sessionTokens', () => {
  it.each([
    ['', []],
    ['theme=dark', []],
    ['session-token=x; xnext-auth.session-token=y; next-auth.session-tokens=z', []],
    ['next-auth.session-token=v4', ['v4']],
    ['theme=dark;next-auth.session-token=v4;lang=en', ['v4']],
    [' next-auth.session-token = v4 ', ['v4']],
    ['next-auth.session-token=a=b', ['a=b']],
    ['next-auth.session-token', []],
    ['next-auth.session-token=', []],
    ['next-auth.session-token=old; next-auth.session-token=new', ['new']],
    ['NEXT-AUTH.SESSION-TOKEN=v4', []],
  ])('finds in %p %j', (header, tokens) => {
    expect(sessionTokens(header)).toEqual(tokens);
  });

  it('gives those of HTTPS before others, and those of Auth.js first', () => {
    const names = ['next-auth.session-token', 'authjs.session-token', '__Secure-next-auth.session-token'];
    const header = [...names, '__Secure-authjs.session-token'].map((name) => `${name}=${name}`).join('; ');
    expect(sessionTokens(header)).toEqual([
      '__Secure-authjs.session-token',
      'authjs.session-token',
      '__Secure-next-auth.session-token',
      'next-auth.session-token',
    ]);
  });

  it('joins pieces in the order of their numbers', () => {
    const pieces = Array.from({ length: 12 }, (_, index) => `authjs.session-token.${index}=<${index}>`);
    expect(sessionTokens(pieces.reverse().join('; '))).toEqual(['<0><1><2><3><4><5><6><7><8><9><10><11>']);
  });

  it('takes pieces up to the first that is missing, and never more than sixteen', () => {
    expect(sessionTokens('authjs.session-token.0=a; authjs.session-token.2=c')).toEqual(['a']);
    expect(sessionTokens('authjs.session-token.1=b')).toEqual([]);
    const many = Array.from({ length: 40 }, (_, index) => `authjs.session-token.${index}=x`);
    expect(sessionTokens(many.join('; '))).toEqual(['x'.repeat(16)]);
  });
});
