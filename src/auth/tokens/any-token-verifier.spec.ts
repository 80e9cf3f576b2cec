import { describe, expect, it } from '@jest/globals';
import { JwtService } from '@nestjs/jwt';
import jwt from 'jsonwebtoken';
import { createSecretKey } from 'node:crypto';
import { nextAuthSession, signedToken } from '../../../test/support/next-auth-tokens.js';
import { loadConfig } from '../../config/index.js';
import { configuredVerifier } from './configured-verifiers.js';
import type { TokenVerifier } from './token-verifier.js';

const JWT_SECRET = 'a secret of the tests, longer than thirty-two bytes';
const NEXT = 'a secret of a Next.js app, longer than thirty-two';

function verifierWith(env: Record<string, string>): TokenVerifier {
  const jwtService = new JwtService({ secret: createSecretKey(JWT_SECRET, 'utf8') });
  return configuredVerifier(jwtService, loadConfig({ JWT_SECRET, ...env }));
}

const appToken = () => jwt.sign({ sub: 'ana' }, JWT_SECRET, { expiresIn: 600 });
const ownToken = (secret: string) => {
  const claims = { iss: 'lyceum', aud: 'lyceum:access', sub: 'u1', sid: '01890a5d-ac96-774b-bcce-b302099a8057' };
  return jwt.sign(claims, secret, { expiresIn: 600 });
};

describe('the verifier of all tokens', () => {
  it('tells by the signature whose an HS256 token is', async () => {
    const verifier = verifierWith({ NEXTAUTH_SECRET: NEXT });
    await expect(verifier.verify(appToken())).resolves.toMatchObject({ issuer: 'app' });
    await expect(verifier.verify(ownToken(JWT_SECRET))).resolves.toMatchObject({ kind: 'own' });
    await expect(verifier.verify(await signedToken({ sub: 'ana' }, { secret: NEXT }))).resolves.toMatchObject({
      issuer: 'nextauth',
    });
  });

  it('takes what we would say ourselves from nobody else', async () => {
    const verifier = verifierWith({ NEXTAUTH_SECRET: NEXT });
    await expect(verifier.verify(ownToken(NEXT))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('takes tokens under a secret that both have for NextAuth’s, but for our own', async () => {
    const verifier = verifierWith({ NEXTAUTH_SECRET: JWT_SECRET });
    await expect(verifier.verify(appToken())).resolves.toMatchObject({ issuer: 'nextauth' });
    await expect(verifier.verify(ownToken(JWT_SECRET))).resolves.toMatchObject({ kind: 'own' });
  });

  it('says what is wrong with a token as its own verifier does', async () => {
    const verifier = verifierWith({ NEXTAUTH_SECRET: NEXT });
    for (const secret of [JWT_SECRET, NEXT]) {
      const expired = await signedToken({ sub: 'ana' }, { secret, expiresIn: -60 });
      await expect(verifier.verify(expired)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
      const endless = jwt.sign({ sub: 'ana' }, secret);
      await expect(verifier.verify(endless)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: /exp/ });
    }
  });

  it('knows a session by its five parts', async () => {
    const session = await nextAuthSession({ sub: 'ana' }, { secret: NEXT });
    await expect(verifierWith({ AUTH_SECRET: NEXT }).verify(session)).resolves.toMatchObject({ issuer: 'nextauth' });
    await expect(verifierWith({}).verify(session)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each(['', '.', '..', '...', '....', '.....', 'a.b.c', 'a.b.c.d.e', '\0', 'e30.e30.', 'e30....', 'x'.repeat(60_000)])(
    'refuses %p',
    async (token) => {
      const verifier = verifierWith({ NEXTAUTH_SECRET: NEXT, JWKS_URL: 'http://127.0.0.1:9/', JWT_ISSUER: 'us' });
      await expect(verifier.verify(token)).rejects.toMatchObject({ name: 'AppError', code: 'UNAUTHENTICATED' });
    },
  );
});
