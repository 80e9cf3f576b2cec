import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { IdentityProvider, unpublishedKey, type ProviderKey } from '../../../../test/support/identity-provider.js';
import { fetchKeySet } from './fetch-key-set.js';
import { JwksTokenVerifier } from './jwks-token-verifier.js';
import { RemoteKeys } from './remote-keys.js';

const ALGORITHMS = ['RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const now = () => Math.floor(Date.now() / 1000);

describe('JwksTokenVerifier', () => {
  let provider: IdentityProvider;
  let key: ProviderKey;
  let others: ProviderKey[];
  let verifier: JwksTokenVerifier;

  beforeAll(async () => {
    provider = await IdentityProvider.start();
    key = await provider.newKey();
    // A provider that shows a secret by mistake must not make it one that we take.
    const secret = { kty: 'oct', kid: 'secret', k: Buffer.from('secret'.repeat(8)).toString('base64url') };
    const findKey = new RemoteKeys(async () => {
      const { keys } = await fetchKeySet(provider.keysUrl);
      return { keys: [...keys, secret] };
    }).find;
    verifier = new JwksTokenVerifier({ issuer: provider.issuer, audiences: ['other', provider.audience], findKey });
    others = await Promise.all(ALGORITHMS.map((alg) => provider.newKey(alg, alg)));
  });
  afterAll(() => provider.stop());

  it('knows who a token speaks of', async () => {
    const claims = { sub: 'ana', id: 'other', name: 'Ana', email: 'ana@example.com', role: 'admin', iat: now() };
    const token = await provider.token(key, claims, { expiresIn: 600 });
    await expect(verifier.verify(token)).resolves.toEqual({
      kind: 'foreign',
      issuer: 'https://id.example.com/',
      person: { id: 'ana', name: 'Ana', email: 'ana@example.com', avatarUrl: null, role: 'student' },
      issuedAt: claims.iat * 1000,
      expiresAt: expect.any(Number),
    });
  });

  it.each(ALGORITHMS)('takes %s', async (alg) => {
    const signer = others.find(({ kid }) => kid === alg) ?? key;
    await expect(verifier.verify(await provider.token(signer, { sub: alg }))).resolves.toMatchObject({ person: { id: alg } });
  });

  it('forgives clocks that differ by a few seconds', async () => {
    await expect(verifier.verify(await provider.token(key, { sub: 'ana' }, { expiresIn: -5 }))).resolves.toBeDefined();
    await expect(verifier.verify(await provider.token(key, { sub: 'ana', nbf: now() + 5 }))).resolves.toBeDefined();
  });

  it('says TOKEN_EXPIRED of an expired token, unless somebody else signed it', async () => {
    const forged = await unpublishedKey('RS256', key.kid);
    const expired = (by: ProviderKey) => provider.token(by, { sub: 'ana' }, { expiresIn: -60 });
    await expect(verifier.verify(await expired(key))).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    await expect(verifier.verify(await expired(forged))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each<[string, () => Promise<string> | string]>([
    ['another audience', () => provider.token(key, { sub: 'ana', aud: 'elsewhere' })],
    ['no audience', () => provider.token(key, { sub: 'ana', aud: undefined })],
    ['another issuer', () => provider.token(key, { sub: 'ana', iss: 'https://id.example.com' })],
    ['no issuer', () => provider.token(key, { sub: 'ana', iss: undefined })],
    ['no exp', () => provider.token(key, { sub: 'ana' }, { expiresIn: null })],
    ['not yet valid', () => provider.token(key, { sub: 'ana', nbf: now() + 600 })],
    ['nobody', () => provider.token(key, { name: 'Nobody' })],
    ['another key under a known name', async () => provider.token(await unpublishedKey('RS256', key.kid), { sub: 'ana' })],
    ['another algorithm than the key is for', () => provider.token({ ...key, alg: 'RS256', kid: 'RS384' }, { sub: 'ana' })],
    [
      'a key that it brings itself',
      async () => {
        const own = await unpublishedKey('RS256');
        return provider.token(own, { sub: 'ana' }, { header: { jwk: own.jwk, jku: provider.keysUrl } });
      },
    ],
    ['HS256 under the public key', () => hs256(key.publicPem, key.kid)],
    ['HS256 under a secret that the provider shows', () => hs256('secret'.repeat(8), 'secret')],
    ['alg none', async () => `${partOf({ alg: 'none' })}.${(await provider.token(key, { sub: 'ana' })).split('.')[1] ?? ''}.`],
  ])('refuses %s', async (_what, make) => {
    await expect(verifier.verify(await make())).rejects.toMatchObject({
      name: 'AppError',
      code: 'UNAUTHENTICATED',
      cause: undefined,
    });
  });

  function hs256(secret: string, keyid: string): string {
    const claims = { iss: provider.issuer, aud: provider.audience, sub: 'ana', exp: now() + 600 };
    return jwt.sign(claims, secret, { algorithm: 'HS256', keyid });
  }
});

function partOf(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url');
}
