import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { aTime, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, TEST_JWT_SECRET, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { FORMER_SECRET, NEXTAUTH_SECRET, signedToken, STRANGE_SECRET, TOKEN_MAKERS } from '../../support/next-auth-tokens.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';

describe('people of a Next.js app', () => {
  let gateway: Gateway;
  const shown: string[] = [];

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, LOG_LEVEL: 'trace', NEXTAUTH_SECRET, AUTH_SECRET_1: FORMER_SECRET } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** Over HTTP, who the token speaks of. */
  async function me(token: string): Promise<JsonObject> {
    shown.push(token);
    const { status, body } = await call(gateway, 'GET', '/api/auth/me', { token });
    expect(status).toBe(200);
    return body;
  }

  async function expectRefused(token: string, status: number, code: string): Promise<void> {
    shown.push(token);
    expect(await call(gateway, 'GET', '/api/auth/me', { token })).toMatchObject({ status, body: { code } });
    const error = await SocketClient.connectError(gateway, { auth: { token, dialect: 'lyceum' } });
    expect(error.data).toMatchObject({ code });
  }

  describe.each(TOKEN_MAKERS)('with %s', (_, tokenOf) => {
    it.each(WAYS)('are known by %s', async (way) => {
      const sub = newId('ana');
      const token = await tokenOf({ sub, name: 'Ana', email: 'Ana@Example.com', picture: 'https://app.example/ana.png' });

      const { hello } = await connectLyceum(gateway, way, token);

      expect(hello.user).toEqual({
        id: sub,
        username: null,
        name: 'Ana',
        avatarUrl: 'https://app.example/ana.png',
        role: 'student',
        guest: false,
      });
    });

    it('are known over HTTP, with their address', async () => {
      const sub = newId('ana');

      expect(await me(await tokenOf({ sub, name: 'Ana', email: 'Ana@Example.com' }))).toMatchObject({
        id: sub,
        name: 'Ana',
        email: 'Ana@Example.com',
      });
    });

    it('are who the app says in id, else in sub', async () => {
      const [id, sub] = [newId('app'), newId('sub')];

      expect(await me(await tokenOf({ id, sub }))).toMatchObject({ id });
      expect(await me(await tokenOf({ sub }))).toMatchObject({ id: sub });
    });

    it('are shown as the newest token says, and stay no administrators', async () => {
      const sub = newId('ana');
      await me(await tokenOf({ sub, name: 'Ana', role: 'admin' }));

      const renamed = await me(await tokenOf({ sub, name: 'Ana Lang', email: 'ana@app.example', role: 'admin' }));

      expect(renamed).toMatchObject({ id: sub, name: 'Ana Lang', email: 'ana@app.example', role: 'student' });
    });

    it('are known by a token under the former secret too, as long as that is kept', async () => {
      const sub = newId('ana');

      expect(await me(await tokenOf({ sub }, { secret: FORMER_SECRET }))).toMatchObject({ id: sub });
    });

    it('are refused under a secret that is nobody’s here', async () => {
      await expectRefused(await tokenOf({ sub: newId('mallory') }, { secret: STRANGE_SECRET }), 401, 'UNAUTHENTICATED');
    });

    it('are told that it has expired', async () => {
      const expired = { expiresIn: -3_600 };

      await expectRefused(await tokenOf({ sub: newId('ana') }, expired), 401, 'TOKEN_EXPIRED');
      await expectRefused(await tokenOf({ sub: newId('ana') }, { ...expired, secret: STRANGE_SECRET }), 401, 'UNAUTHENTICATED');
    });

    it('are refused when it was tampered with', async () => {
      const parts = (await tokenOf({ sub: newId('mallory') })).split('.');

      for (const index of [parts.length - 2, parts.length - 1]) {
        const tampered = parts.map((part, at) => (at === index ? (part.startsWith('A') ? 'B' : 'A') + part.slice(1) : part));
        await expectRefused(tampered.join('.'), 401, 'UNAUTHENTICATED');
      }
    });

    it('are refused when it names nobody', async () => {
      await expectRefused(await tokenOf({ name: 'Nobody' }), 401, 'UNAUTHENTICATED');
    });

    it('can be nobody who is registered here, and no guest', async () => {
      const { id } = await register(gateway);

      await expectRefused(await tokenOf({ sub: id, name: 'Impostor' }), 409, 'IDENTITY_CONFLICT');
      await expectRefused(await tokenOf({ sub: 'guest:ana', name: 'Impostor' }), 409, 'IDENTITY_CONFLICT');
    });

    it('stay, with a newer token of theirs and with nobody else’s', async () => {
      const sub = newId('ana');
      const client = await connectLyceum(gateway, 'websocket', await tokenOf({ sub }, { expiresIn: 600 }));

      expect(await client.request('auth:refresh', { token: await tokenOf({ sub }) })).toEqual({
        ok: true,
        data: { expiresAt: aTime },
      });
      const refused = await client.request('auth:refresh', { token: await tokenOf({ sub: newId('ben') }) });
      expectRefusal(refused, 'IDENTITY_CONFLICT');
    });
  });

  it('are one person, whatever kind of token they show', async () => {
    const sub = newId('ana');

    for (const [, tokenOf] of TOKEN_MAKERS) expect(await me(await tokenOf({ sub, name: 'Ana' }))).toMatchObject({ id: sub });
  });

  it('are not those of the app that shares JWT_SECRET', async () => {
    const [id, other] = [newId('ana'), newId('ben')];
    await me(appToken({ sub: id }));
    await me(await signedToken({ sub: other }));

    await expectRefused(await signedToken({ sub: id }), 409, 'IDENTITY_CONFLICT');
    await expectRefused(appToken({ sub: other }), 409, 'IDENTITY_CONFLICT');
  });

  it('get no token of our own from the secret of their app', async () => {
    const { id } = await register(gateway);
    const claims = { iss: 'lyceum', aud: 'lyceum:access', sub: id, sid: '01890a5d-ac96-774b-bcce-b302099a8057' };

    await expectRefused(await signedToken(claims), 401, 'UNAUTHENTICATED');
    expect(await me((await register(gateway)).token)).toMatchObject({ role: 'student' });
  });

  it('leave nothing of their tokens and secrets in the log', () => {
    const output = gateway.output();

    expect(output).toContain('"msg":"listening"');
    expect(shown.length).toBeGreaterThan(50);
    for (const text of shown.flatMap((token) => token.split('.').filter((part) => part.length > 20))) {
      expect(output).not.toContain(text);
    }
    for (const secret of [NEXTAUTH_SECRET, FORMER_SECRET, TEST_JWT_SECRET]) expect(output).not.toContain(secret);
  });
});

describe('a gateway with the same secret for both', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, NEXTAUTH_SECRET: TEST_JWT_SECRET } });
  }, START_MS);
  afterAll(() => gateway.stop());

  it('takes a person’s tokens of all kinds for the Next.js app’s, and its own for its own', async () => {
    const sub = newId('ana');
    const { id, token } = await register(gateway);

    for (const [, tokenOf] of TOKEN_MAKERS) {
      const shownToken = await tokenOf({ sub }, { secret: TEST_JWT_SECRET });
      expect(await call(gateway, 'GET', '/api/auth/me', { token: shownToken })).toMatchObject({ status: 200, body: { id: sub } });
    }
    expect(await call(gateway, 'GET', '/api/auth/me', { token })).toMatchObject({ status: 200, body: { id } });
  });
});
