import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { nextAuthSession, NEXTAUTH_SECRET, SESSION_COOKIES, STRANGE_SECRET } from '../../support/next-auth-tokens.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { newId } from '../../support/tokens.js';
import { closeAll, WAYS, type Way } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';

const APP = 'https://app.example';
const COOKIE = 'next-auth.session-token';
const LOOK_ALIKES = [
  'https://evil.example',
  'https://app.example.evil.example',
  'https://evil.example/app.example',
  'https://app.example:8443',
  'http://app.example',
  'https://app.example@evil.example',
  'null',
];

interface Page {
  origin?: string;
  cookie: string;
  auth?: JsonObject;
}

describe('the session cookie of a Next.js app', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    const env = { ...ROOMY, LOG_LEVEL: 'trace', NEXTAUTH_SECRET, NEXTAUTH_URL: `${APP}/api/auth` };
    gateway = await startGateway({ env });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  function headersOf({ origin, cookie }: Page): Record<string, string> {
    return { cookie, ...(origin === undefined ? {} : { origin }) };
  }

  /** The id of the person that a page's connection is. */
  async function personOf(way: Way, page: Page, at = gateway): Promise<unknown> {
    const headers = headersOf(page);
    if (way === 'raw') {
      const client = await RawClient.connect(at, '/', { headers, protocols: ['lyceum.v1'] });
      client.send({ type: 'auth', data: page.auth ?? {} });
      return ((await client.next('hello')).data as { user: JsonObject }).user.id;
    }
    const client = await SocketClient.connect(at, { auth: { ...page.auth, dialect: 'lyceum' }, transport: way, headers });
    return ((await client.next('hello')) as { user: JsonObject }).user.id;
  }

  /** The code with which a page's connection is refused. */
  async function refusalOf(way: Way, page: Page, at = gateway): Promise<unknown> {
    const headers = headersOf(page);
    if (way === 'raw') {
      const client = await RawClient.connect(at, '/', { headers, protocols: ['lyceum.v1'] });
      client.send({ type: 'auth', data: page.auth ?? {} });
      expect(await client.closed).toMatchObject({ code: 4401 });
      return (client.frames[0]?.data as JsonObject).code;
    }
    const auth = { ...page.auth, dialect: 'lyceum' };
    return (await SocketClient.connectError(at, { auth, transport: way, headers })).data?.code;
  }

  describe.each(WAYS)('by %s', (way) => {
    it.each(SESSION_COOKIES)('%s says who comes from a page of the app', async (name, sessionOf) => {
      const sub = newId('ana');

      expect(await personOf(way, { origin: APP, cookie: `theme=dark; ${name}=${await sessionOf({ sub })}; lang=en` })).toBe(sub);
    });

    it.each(SESSION_COOKIES)('%s may come in pieces, in any order', async (name, sessionOf) => {
      const sub = newId('ana');
      const pieces = (await sessionOf({ sub, about: 'x'.repeat(800) })).match(/.{1,120}/g) ?? [];
      const cookie = pieces.map((piece, index) => `${name}.${index}=${piece}`).reverse();

      expect(pieces.length).toBeGreaterThan(10);
      expect(await personOf(way, { origin: APP, cookie: cookie.join('; ') })).toBe(sub);
    });

    it('counts for a page that the gateway’s own host served', async () => {
      const sub = newId('ana');

      expect(await personOf(way, { origin: gateway.httpUrl, cookie: `${COOKIE}=${await nextAuthSession({ sub })}` })).toBe(sub);
    });

    it('counts for nothing where no page says where it is from', async () => {
      expect(await refusalOf(way, { cookie: `${COOKIE}=${await nextAuthSession({ sub: newId('ana') })}` })).toBe(
        'UNAUTHENTICATED',
      );
    });

    it('gives way to a token, a bad one and an empty one too', async () => {
      const [ana, ben] = [newId('ana'), newId('ben')];
      const page = { origin: APP, cookie: `${COOKIE}=${await nextAuthSession({ sub: ana })}` };

      expect(await personOf(way, { ...page, auth: { token: await nextAuthSession({ sub: ben }) } })).toBe(ben);
      expect(await refusalOf(way, { ...page, auth: { token: 'not.a.token' } })).toBe('UNAUTHENTICATED');
      expect(await refusalOf(way, { ...page, auth: { token: '' } })).toBe('UNAUTHENTICATED');
    });

    it('is refused when it is no session, and told so when it has expired', async () => {
      const expired = await nextAuthSession({ sub: newId('ana') }, { expiresIn: -3_600 });
      const strange = await nextAuthSession({ sub: newId('ana') }, { secret: STRANGE_SECRET });

      expect(await refusalOf(way, { origin: APP, cookie: `${COOKIE}=${expired}` })).toBe('TOKEN_EXPIRED');
      for (const value of [strange, '', 'a.b.c.d.e', '7f1c0d9e-6a52-4e6e-a1f1-5d2f6a1c9b11']) {
        expect(await refusalOf(way, { origin: APP, cookie: `${COOKIE}=${value}` })).toBe('UNAUTHENTICATED');
      }
      expect(await refusalOf(way, { origin: APP, cookie: 'next-auth.session-token.1=x; session-token=y' })).toBe(
        'UNAUTHENTICATED',
      );
    });

    it('counts although one that is over is still there beside it', async () => {
      const sub = newId('ana');
      const over = await nextAuthSession({ sub: newId('old') }, { expiresIn: -3_600 });
      const cookie = `__Secure-${COOKIE}=${over}; ${COOKIE}=${await nextAuthSession({ sub })}`;

      expect(await personOf(way, { origin: APP, cookie })).toBe(sub);
    });
  });

  it.each(LOOK_ALIKES)('opens no door to a page from %s', async (origin) => {
    const headers = headersOf({ origin, cookie: `${COOKIE}=${await nextAuthSession({ sub: newId('ana') })}` });

    for (const path of ['/', '/ws', '/socket.io/?EIO=4&transport=websocket']) {
      expect(await RawClient.refusal(gateway, path, { headers, protocols: ['lyceum.v1'] })).toBe(403);
    }
    expect((await fetch(`${gateway.httpUrl}/socket.io/?EIO=4&transport=polling`, { headers })).status).toBe(403);
  });

  it('says who comes in the protocols of old clients too', async () => {
    const sub = newId('ana');
    const headers = headersOf({ origin: APP, cookie: `${COOKIE}=${await nextAuthSession({ sub, name: 'Ana' })}` });

    const direct = await SocketClient.connect(gateway, { headers });
    const chat = await SocketClient.connect(gateway, { headers, auth: { dialect: 'chatroom' } });

    direct.emit('status:request');
    expect(await direct.next('users:online')).toMatchObject({ userIds: expect.arrayContaining([sub]) });
    expect(await chat.nextWhere<string[]>('online_users', (names) => names.includes(sub), 5_000)).toContain(sub);
  });

  it('keeps no guest out, even when it is over', async () => {
    const over = await nextAuthSession({ sub: newId('ana') }, { expiresIn: -3_600 });
    const client = await RawClient.connect(gateway, '/', { headers: headersOf({ origin: APP, cookie: `${COOKIE}=${over}` }) });

    client.send({ type: 'create', userName: 'Ana' });

    expect(await client.next('joined')).toMatchObject({ participants: ['Ana'] });
  });

  it('is no bearer token: HTTP routes take none of it', async () => {
    const headers = headersOf({ origin: APP, cookie: `${COOKIE}=${await nextAuthSession({ sub: newId('ana') })}` });

    expect((await fetch(`${gateway.httpUrl}/api/auth/me`, { headers })).status).toBe(401);
    expect(await call(gateway, 'GET', '/api/auth/me', {})).toMatchObject({ status: 401 });
  });

  it('leaves nothing in the log', async () => {
    const session = await nextAuthSession({ sub: newId('ana') });
    for (const way of WAYS) {
      await personOf(way, { origin: APP, cookie: `${COOKIE}=${session}` });
      await refusalOf(way, { origin: APP, cookie: `${COOKIE}=${session}x` });
    }

    for (const part of session.split('.').slice(2)) expect(gateway.output()).not.toContain(part);
  });

  describe('where any origin is allowed', () => {
    let open: Gateway;

    beforeAll(async () => {
      open = await startGateway({ env: { ...ROOMY, NEXTAUTH_SECRET } });
    }, START_MS);
    afterAll(() => open.stop());

    it.each(WAYS)('counts for the gateway’s own pages alone, by %s', async (way) => {
      const sub = newId('ana');
      const cookie = `${COOKIE}=${await nextAuthSession({ sub })}`;

      expect(await refusalOf(way, { origin: 'https://evil.example', cookie }, open)).toBe('UNAUTHENTICATED');
      expect(await personOf(way, { origin: open.httpUrl, cookie }, open)).toBe(sub);
    });
  });
});
