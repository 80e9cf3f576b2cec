import { describe, expect, it } from '@jest/globals';
import { turnCredentials } from './turn-credentials.js';

const SECRET = 'the static-auth-secret of a TURN server';

describe('turnCredentials', () => {
  it('are the username and its HMAC-SHA1 in base64', () => {
    // printf %s '1900000000:user-1' | openssl dgst -sha1 -hmac "$SECRET" -binary | base64
    expect(turnCredentials(SECRET, 'user-1', 1_900_000_000)).toEqual({
      username: '1900000000:user-1',
      credential: 'jLGlMmjncWwbqTuu2NIHJ1uTk5U=',
    });
  });

  it('are the same for one person and others for another, at another moment, by another secret', () => {
    const known = turnCredentials(SECRET, 'ana', 1_900_000_000);
    expect(turnCredentials(SECRET, 'ana', 1_900_000_000)).toEqual(known);
    for (const other of [
      turnCredentials(SECRET, 'ben', 1_900_000_000),
      turnCredentials(SECRET, 'ana', 1_900_000_001),
      turnCredentials(`${SECRET}!`, 'ana', 1_900_000_000),
    ]) {
      expect(other.credential).not.toBe(known.credential);
    }
  });

  it.each(['018f2b7c-9d3a-7e11-8000-3b1f0a2c4d5e', 'guest:018f2b7c', 'cmhuk4z', 'ana@example.com'])('name %s as it is', (id) => {
    expect(turnCredentials(SECRET, id, 1).username).toBe(`1:${id}`);
  });

  it.each(['a person', "o'hara", 'a"b', 'a\\b', 'анна', 'x'.repeat(129), ''])(
    'name %j by its digest, which a TURN server takes',
    (id) => {
      const { username } = turnCredentials(SECRET, id, 1);
      expect(username).toMatch(/^1:[\w-]{43}$/);
      expect(turnCredentials(SECRET, id, 1).username).toBe(username);
      expect(turnCredentials(SECRET, `${id}!`, 1).username).not.toBe(username);
    },
  );
});
