import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername } from '../support/accounts.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { badTokens, newId } from '../support/tokens.js';
import { ABUSE_ENV, somebody, Witnesses } from '../e2e/traps/witnesses.js';

const APP = 'https://app.example';
/** What a browser sends of a page whose address looks like the app's. */
const LOOK_ALIKES = [
  'https://app.example.evil.example',
  'https://evil.example/app.example',
  'https://app-example.evil.example',
  'https://xn--pp-7kc.example',
  'https://app.example:8443',
  'https://app.example@evil.example',
  'http://app.example',
  'HTTPS://APP.EXAMPLE.EVIL.EXAMPLE',
  'null',
];
const COOKIES = ['next-auth.session-token', '__Secure-next-auth.session-token', 'authjs.session-token', 'token'];
const ENGINE_IO = '/socket.io/?EIO=4&transport=websocket';

describe('a handshake that lies', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ABUSE_ENV, CORS_ORIGIN: APP } });
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(() => witnesses.stillTalk());
  afterAll(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  });

  /** Everywhere that a token is taken it is refused, and in the canonical protocol on every transport. */
  async function expectRefused(token: string): Promise<void> {
    for (const path of [`/?token=${token}`, `/?dialect=lyceum&token=${token}`]) {
      const client = await RawClient.connect(gateway, path);
      expect(await client.closed).toMatchObject({ code: 4401 });
      expect(client.frames.map(({ type }) => type)).toEqual(['error']);
    }
    const first = await RawClient.connect(gateway, '/', { protocols: ['lyceum.v1'] });
    first.send({ type: 'auth', data: { token } });
    expect(await first.closed).toMatchObject({ code: 4401 });
    for (const transport of ['websocket', 'polling'] as const) {
      for (const dialect of ['lyceum', 'chatroom']) {
        const error = await SocketClient.connectError(gateway, { auth: { token, dialect }, transport });
        expect(error.data).toMatchObject({ code: 'UNAUTHENTICATED' });
      }
    }
    expect(await call(gateway, 'GET', '/api/auth/me', { token })).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED' },
    });
  }

  it.each(Object.entries(badTokens({ sub: newId('mallory'), name: 'Mallory' })))('%s opens no door', (_, token) =>
    expectRefused(token),
  );

  it('a refresh token is no access token', async () => {
    const username = newUsername();
    const body = { username, password: 'a long enough password' };
    const { body: signedIn } = await call(gateway, 'POST', '/api/auth/register', { body });

    expect(signedIn.refreshToken).toEqual(expect.any(String));
    await expectRefused(signedIn.refreshToken as string);
  });

  it('nor is an access token a refresh token', async () => {
    const body = { username: newUsername(), password: 'a long enough password' };
    const { token } = (await call(gateway, 'POST', '/api/auth/register', { body })).body;

    const { status } = await call(gateway, 'POST', '/api/auth/refresh', { body: { refreshToken: token } });

    expect(status).toBe(401);
  });

  it.each(LOOK_ALIKES)('a page from %s comes in by no cookie of the app', async (origin) => {
    for (const name of COOKIES) {
      const headers = { origin, cookie: `${name}=${somebody()}` };
      for (const path of ['/', '/ws', ENGINE_IO]) expect(await RawClient.refusal(gateway, path, { headers })).toBe(403);
    }
    const polling = await fetch(`${gateway.httpUrl}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    expect(polling.status).toBe(403);
    expect(polling.headers.get('access-control-allow-origin')).not.toBe(origin);
  });
});
