import { describe, expect, it } from '@jest/globals';
import { JwtService } from '@nestjs/jwt';
import jwt from 'jsonwebtoken';
import { createHmac, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { Hs256TokenVerifier } from './hs256-token-verifier.js';

const SECRET = 'a secret of the tests, longer than thirty-two bytes';
const OTHER_SECRET = 'another secret of the tests, as long as the first';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PUBLIC_PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();

const verifier = new Hs256TokenVerifier(new JwtService({ secret: createSecretKey(SECRET, 'utf8') }));

const now = () => Math.floor(Date.now() / 1000);
const SID = '01890a5d-ac96-774b-bcce-b302099a8057';
const own = () => ({
  iss: 'lyceum',
  aud: 'lyceum:access',
  sub: 'u1',
  username: 'ana',
  role: 'student',
  sid: SID,
  exp: now() + 600,
});
const sign = (claims: object, secret = SECRET) => handMade({ alg: 'HS256', typ: 'JWT' }, claims, secret);

function handMade(header: object, claims: object, secret = SECRET): string {
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

describe('Hs256TokenVerifier', () => {
  it('knows our own token', async () => {
    const claims = own();
    await expect(verifier.verify(sign(claims))).resolves.toEqual({
      kind: 'own',
      userId: 'u1',
      sessionId: SID,
      expiresAt: claims.exp * 1000,
    });
  });

  it('knows a token of the app by its not saying lyceum', async () => {
    const verified = await verifier.verify(sign({ _id: 'cmhuk1', username: 'Ben', role: 'tutor', exp: now() + 600 }));
    expect(verified).toMatchObject({ kind: 'foreign', issuer: 'app', person: { id: 'cmhuk1', name: 'Ben', role: 'mentor' } });
  });

  it('refuses an id that no database could hold: people are looked up together, and one must not spoil it for all', async () => {
    for (const sub of ['nul\0', 'half \ud800']) {
      await expect(verifier.verify(sign({ ...own(), sub }))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('forgives clocks that differ by a few seconds', async () => {
    await expect(verifier.verify(sign({ ...own(), exp: now() - 5 }))).resolves.toMatchObject({ kind: 'own' });
    await expect(verifier.verify(sign({ ...own(), nbf: now() + 5 }))).resolves.toMatchObject({ kind: 'own' });
  });

  it('says TOKEN_EXPIRED of an expired token', async () => {
    await expect(verifier.verify(sign({ ...own(), exp: now() - 60 }))).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  it('does not say TOKEN_EXPIRED of an expired token that somebody else signed', async () => {
    await expect(verifier.verify(sign({ ...own(), exp: now() - 60 }, OTHER_SECRET))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('takes no access from its own other kinds of tokens, which have another audience', async () => {
    for (const aud of [undefined, 'lyceum:refresh', ['lyceum:access', 'lyceum:refresh']]) {
      const { aud: _, ...claims } = own();
      await expect(verifier.verify(sign(aud === undefined ? claims : { ...claims, aud }))).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    }
  });

  it('is told the key as an object, which costs a fraction of the text', async () => {
    const token = sign(own());
    const ofText = new Hs256TokenVerifier(new JwtService({ secret: SECRET }));
    const [withObject, withText] = [await costOf(verifier, token), await costOf(ofText, token)];
    expect(withObject).toBeLessThan(withText / 3);
  });

  const good = sign(own());
  const [header, payload] = good.split('.') as [string, string, string];
  it.each([
    ['nothing', ''],
    ['no token', 'not.a.token'],
    ['one part', 'abc'],
    ['five parts', 'a.b.c.d.e'],
    ['a NUL', '\0'],
    ['an empty signature', `${header}.${payload}.`],
    ['no signature', `${header}.${payload}`],
    [
      'a signature of other claims',
      `${header}.${Buffer.from(JSON.stringify({ ...own(), sub: 'u2' })).toString('base64url')}.${good.split('.')[2] ?? ''}`,
    ],
    ['alg none', handMade({ alg: 'none', typ: 'JWT' }, own())],
    ['alg none, unsigned', `${handMade({ alg: 'none' }, own()).split('.').slice(0, 2).join('.')}.`],
    ['alg NONE', handMade({ alg: 'NONE' }, own())],
    ['no alg', handMade({ typ: 'JWT' }, own())],
    ['another secret', sign(own(), OTHER_SECRET)],
    ['HS512', jwt.sign(own(), SECRET, { algorithm: 'HS512' })],
    ['RS256', jwt.sign(own(), privateKey, { algorithm: 'RS256' })],
    ['HS256 with an RSA public key', handMade({ alg: 'HS256' }, own(), PUBLIC_PEM)],
    ['RS256 in the header, HS256 with the public key', handMade({ alg: 'RS256' }, own(), PUBLIC_PEM)],
    ['not yet valid', sign({ ...own(), nbf: now() + 600 })],
    ['no exp', sign({ ...own(), exp: undefined })],
    ['exp as text', sign({ ...own(), exp: '9999999999' })],
    ['exp past all dates', sign({ ...own(), exp: 1e300 })],
    ['claims that are text', jwt.sign('text', SECRET)],
    ['claims that are a list', sign([])],
    ['claims that are null', `${header}.${Buffer.from('null').toString('base64url')}.x`],
    ['ours without a person', sign({ ...own(), sub: undefined })],
    ['nobody', sign({ name: 'Nobody', exp: now() + 600 })],
  ])('refuses %s', async (_what, token) => {
    await expect(verifier.verify(token)).rejects.toMatchObject({ name: 'AppError', code: 'UNAUTHENTICATED' });
  });
});

/** Microseconds of CPU time for a good many verifications, after some to warm up. */
async function costOf(of: Hs256TokenVerifier, token: string): Promise<number> {
  for (let count = 0; count < 100; count += 1) await of.verify(token);
  const before = process.cpuUsage();
  for (let count = 0; count < 200; count += 1) await of.verify(token);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
