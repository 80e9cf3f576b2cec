import { describe, expect, it } from '@jest/globals';
import { pairOf, peerIn } from './pair.js';

describe('a pair', () => {
  it('is the same whoever asks', () => {
    expect(pairOf('ben', 'ana')).toEqual(pairOf('ana', 'ben'));
    expect(pairOf('Ben', 'ana')).not.toEqual(pairOf('ben', 'ana'));
  });

  it('is no other pair, however the ids are made', () => {
    expect(pairOf('a,b', 'c')).not.toEqual(pairOf('a', 'b,c'));
  });

  it('has another one for each of the two', () => {
    const pair = pairOf('ana', 'ben');
    expect([peerIn(pair, 'ana'), peerIn(pair, 'ben')]).toEqual(['ben', 'ana']);
  });
});
