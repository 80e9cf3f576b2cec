import { describe, expect, it } from '@jest/globals';
import { EncryptJWT } from 'jose';
import { randomBytes } from 'node:crypto';
import { authJsSession, FORMER_SECRET, nextAuthSession, NEXTAUTH_SECRET } from '../../../../test/support/next-auth-tokens.js';
import { sessionKeys } from './session-keys.js';
import { SessionTokenVerifier } from './session-token-verifier.js';

const verifier = new SessionTokenVerifier([NEXTAUTH_SECRET, FORMER_SECRET]);
const [v4, secure, plain] = sessionKeys([NEXTAUTH_SECRET]);

/** A session sealed by hand. */
function sealed(header: object, key: Uint8Array, claims: object = { sub: 'ana', exp: 9_999_999_999 }): Promise<string> {
  return new EncryptJWT({ ...claims }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...header }).encrypt(key);
}

const keyOf = (session: { key: Uint8Array } | undefined) => session?.key ?? new Uint8Array();

describe('SessionTokenVerifier', () => {
  it.each([
    ['NextAuth 4', nextAuthSession],
    ['Auth.js 5', authJsSession('authjs.session-token')],
    ['Auth.js 5 on HTTPS', authJsSession('__Secure-authjs.session-token')],
  ])('opens a session of %s under each secret', async (_, sessionOf) => {
    for (const secret of [NEXTAUTH_SECRET, FORMER_SECRET]) {
      const session = await sessionOf({ sub: 'ana', name: 'Ana' }, { secret });
      await expect(verifier.verify(session)).resolves.toMatchObject({
        kind: 'foreign',
        issuer: 'nextauth',
        person: { id: 'ana', name: 'Ana' },
        issuedAt: expect.any(Number),
      });
    }
  });

  it('takes the id that the app gave before the one of NextAuth', async () => {
    const session = await nextAuthSession({ sub: 'theirs', id: 'the app’s' });
    await expect(verifier.verify(session)).resolves.toMatchObject({ person: { id: 'the app’s' } });
  });

  it('opens one that does not name its key', async () => {
    for (const key of [secure, plain]) {
      await expect(verifier.verify(await sealed({ enc: 'A256CBC-HS512' }, keyOf(key)))).resolves.toMatchObject({
        person: { id: 'ana' },
      });
    }
  });

  it('forgives clocks that differ by a few seconds', async () => {
    await expect(verifier.verify(await nextAuthSession({ sub: 'ana' }, { expiresIn: -5 }))).resolves.toBeDefined();
    await expect(verifier.verify(await nextAuthSession({ sub: 'ana' }, { expiresIn: -60 }))).rejects.toMatchObject({
      code: 'TOKEN_EXPIRED',
    });
  });

  it.each<[string, () => Promise<string>]>([
    ['for a cookie of another name', () => authJsSession('other.session-token')({ sub: 'ana' })],
    ['under another key', () => sealed({}, randomBytes(32))],
    ['that names a key we do not have', () => sealed({ enc: 'A256CBC-HS512', kid: 'other' }, keyOf(plain))],
    ['sealed in another way', () => sealed({ enc: 'A128CBC-HS256' }, keyOf(v4))],
    [
      'with a key wrapped in it',
      async () =>
        new EncryptJWT({ sub: 'ana', exp: 9_999_999_999 })
          .setProtectedHeader({ alg: 'A256KW', enc: 'A256GCM' })
          .encrypt(keyOf(v4)),
    ],
    ['without exp', () => sealed({}, keyOf(v4), { sub: 'ana' })],
    ['that is not valid yet', () => sealed({}, keyOf(v4), { sub: 'ana', exp: 9_999_999_999, nbf: 9_999_999_000 })],
    ['of nobody', () => sealed({}, keyOf(v4), { name: 'Nobody', exp: 9_999_999_999 })],
  ])('refuses a session %s', async (_, make) => {
    const session = await make();
    await expect(verifier.verify(session)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', cause: undefined });
  });
});
