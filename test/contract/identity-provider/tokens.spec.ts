import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { aTime } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call, type HttpAnswer } from '../../support/http-client.js';
import { IdentityProvider, unpublishedKey, type ProviderKey } from '../../support/identity-provider.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId, secondsFromNow, unsignedToken } from '../../support/tokens.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

describe('people of an identity provider', () => {
  let gateway: Gateway;
  let provider: IdentityProvider;
  let key: ProviderKey;
  const others = new Map<string, ProviderKey>();

  beforeAll(async () => {
    provider = await IdentityProvider.start();
    key = await provider.newKey();
    for (const alg of ALGORITHMS) others.set(alg, await provider.newKey(alg));
    gateway = await startGateway({ env: { ...ROOMY, LOG_LEVEL: 'trace', ...settingsOf(provider) } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await gateway.stop();
    await provider.stop();
  });

  function settingsOf({ keysUrl, issuer, audience }: IdentityProvider): Record<string, string> {
    return { JWKS_URL: keysUrl, JWT_ISSUER: issuer, JWT_AUDIENCE: audience };
  }

  function me(token: string, at = gateway): Promise<HttpAnswer> {
    return call(at, 'GET', '/api/auth/me', { token });
  }

  async function expectRefused(token: string, code = 'UNAUTHENTICATED'): Promise<void> {
    expect((await me(token)).body).toMatchObject({ code });
    const error = await SocketClient.connectError(gateway, { auth: { token, dialect: 'lyceum' } });
    expect(error.data).toMatchObject({ code });
  }

  it.each(WAYS)('are known by %s', async (way) => {
    const sub = newId('ana');
    const { hello } = await connectLyceum(gateway, way, await provider.token(key, { sub, name: 'Ana', role: 'admin' }));

    expect(hello.user).toMatchObject({ id: sub, name: 'Ana', role: 'student', guest: false });
  });

  it.each(ALGORITHMS)('are known by a token signed with %s', async (alg) => {
    const sub = newId('ana');
    const token = await provider.token(others.get(alg) ?? key, { sub, email: 'Ana@Example.com' });

    expect(await me(token)).toMatchObject({ status: 200, body: { id: sub, email: 'Ana@Example.com' } });
  });

  it('stay, with a newer token', async () => {
    const sub = newId('ana');
    const client = await connectLyceum(gateway, 'websocket', await provider.token(key, { sub }, { expiresIn: 600 }));

    const answer = await client.request('auth:refresh', { token: await provider.token(key, { sub }) });

    expect(answer).toEqual({ ok: true, data: { expiresAt: aTime } });
  });

  it.each<[string, (sub: string) => Promise<string> | string]>([
    ['for another audience', (sub) => provider.token(key, { sub, aud: 'elsewhere' })],
    ['for no audience', (sub) => provider.token(key, { sub, aud: undefined })],
    ['of another issuer', (sub) => provider.token(key, { sub, iss: 'https://evil.example.com/' })],
    ['in the name of this gateway', (sub) => provider.token(key, { sub, iss: 'lyceum', aud: 'lyceum:access' })],
    ['without exp', (sub) => provider.token(key, { sub }, { expiresIn: null })],
    ['that is not valid yet', (sub) => provider.token(key, { sub, nbf: secondsFromNow(600) })],
    ['under a key that was never shown', async (sub) => provider.token(await unpublishedKey(), { sub })],
    ['under another key of the same name', async (sub) => provider.token(await unpublishedKey('RS256', key.kid), { sub })],
    ['of algorithm none', (sub) => unsignedToken({ sub, iss: provider.issuer, aud: provider.audience })],
    [
      'signed with HS256 under the public key',
      (sub) => appToken({ sub, iss: provider.issuer, aud: provider.audience }, { secret: key.publicPem }),
    ],
  ])('are refused with a token %s', async (_, tokenOf) => {
    await expectRefused(await tokenOf(newId('mallory')));
  });

  it('are told that a token has expired', async () => {
    await expectRefused(await provider.token(key, { sub: newId('ana') }, { expiresIn: -3_600 }), 'TOKEN_EXPIRED');
  });

  it('can be nobody who is known by another issuer', async () => {
    const { id } = await register(gateway);
    const other = newId('ana');
    await me(appToken({ sub: other }));

    for (const sub of [id, other, 'guest:ana']) await expectRefused(await provider.token(key, { sub }), 'IDENTITY_CONFLICT');
  });

  it('cost one question at most, however many tokens name keys that nobody has', async () => {
    const strange = await unpublishedKey('ES256');
    const before = provider.questions;

    const flood = Array.from({ length: 300 }, async (_, index) => {
      return me(await provider.token({ ...strange, kid: newId(`made-up-${index}`) }, { sub: newId('mallory') }));
    });

    expect(new Set((await Promise.all(flood)).map(({ status }) => status))).toEqual(new Set([401]));
    expect(provider.questions - before).toBeLessThanOrEqual(1);
    expect((await me(await provider.token(key, { sub: newId('ana') }))).status).toBe(200);
  });

  it('leave nothing of their tokens in the log', async () => {
    const token = await provider.token(key, { sub: newId('ana'), name: 'Ana' });
    await me(token);
    await expectRefused(`${token.slice(0, -8)}AAAAAAAA`);

    for (const part of token.split('.')) expect(gateway.output()).not.toContain(part.slice(0, -8));
  });

  it('come in while the provider is away, if its keys were known; until then they are told to try again', async () => {
    const away = await IdentityProvider.start();
    const itsKey = await away.newKey();
    const second = await startGateway({ env: { ...ROOMY, ...settingsOf(away) } });
    const token = await away.token(itsKey, { sub: newId('ana') });
    try {
      await me(appToken({ sub: newId('ben') }), second);
      expect(away.questions).toBe(0);
      expect((await me(token, second)).status).toBe(200);
      await away.stop();
      expect((await me(token, second)).status).toBe(200);

      await second.stop();
      await second.restart();
      expect(await me(token, second)).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE', retryable: true } });
      expect((await me(appToken({ sub: newId('ben') }), second)).status).toBe(200);
    } finally {
      await second.stop();
    }
  }, 90_000);
});
