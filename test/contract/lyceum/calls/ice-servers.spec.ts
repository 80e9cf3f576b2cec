import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { aTime, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import { ROOMY, START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { newPerson } from '../shapes.js';

const SECRET = 'what the TURN server and the gateway know';
const TTL_SECONDS = 600;
const ENV = {
  STUN_URLS: 'stun:stun.example.com:3478',
  TURN_URLS: 'turn:turn.example.com:3478?transport=udp,turns:turn.example.com:5349',
  TURN_SECRET: SECRET,
  TURN_TTL_SECONDS: String(TTL_SECONDS),
};

describe('lyceum: ICE servers', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, ...ENV } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** Exactly what such a person gets, the credentials by the arithmetic of coturn's REST form. */
  function expectServersOf(userId: string, servers: JsonObject): void {
    const expiresAt = Date.parse(servers.expiresAt as string) / 1000;
    const username = `${expiresAt}:${userId}`;
    expect(servers).toEqual({
      iceServers: [
        { urls: ['stun:stun.example.com:3478'] },
        {
          urls: ['turn:turn.example.com:3478?transport=udp', 'turns:turn.example.com:5349'],
          username,
          credential: createHmac('sha1', SECRET).update(username).digest('base64'),
        },
      ],
      expiresAt: aTime,
    });
    const left = expiresAt - Date.now() / 1000;
    expect(left).toBeLessThanOrEqual(TTL_SECONDS);
    // A busy machine may be slow; a credential that ends at once is wrong all the same.
    expect(left).toBeGreaterThan(TTL_SECONDS - 60);
  }

  it.each(WAYS)('come with credentials of one’s own, by %s', async (way) => {
    const ana = await newPerson(gateway, way);

    expectServersOf(ana.id, dataOf(await ana.client.request('calls:ice-servers', {})));
  });

  it('come over HTTP, and stay in no cache', async () => {
    const ana = await newPerson(gateway, 'websocket');
    const path = '/api/calls/ice-servers';

    const { status, body } = await call(gateway, 'GET', path, { token: ana.token });
    const { headers } = await fetch(gateway.httpUrl + path, { headers: { authorization: `Bearer ${ana.token}` } });

    expect(status).toBe(200);
    expectServersOf(ana.id, body);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['without a token', {}, 'UNAUTHENTICATED'],
    ['with a token that is none', { token: 'not.a.token' }, 'UNAUTHENTICATED'],
  ])('do not come over HTTP %s', async (_, request, code) => {
    const { status, body } = await call(gateway, 'GET', '/api/calls/ice-servers', request);

    expect([status, body.code]).toEqual([401, code]);
    expect(JSON.stringify(body)).not.toContain('turn');
  });

  it('take no questions', async () => {
    const ana = await newPerson(gateway, 'websocket');

    for (const payload of [[], 'x', 5]) {
      expectRefusal(await ana.client.request('calls:ice-servers', payload), 'INVALID');
    }
  });

  it('leave the secret out of everything that is printed and said', async () => {
    const ana = await newPerson(gateway, 'websocket');
    const answer = await ana.client.request('calls:ice-servers', {});
    const { credential } = ((answer.data as JsonObject).iceServers as { credential?: string }[])[1]!;

    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(gateway.output()).not.toContain(SECRET);
    expect(gateway.output()).not.toContain(credential);
  });
});

describe('lyceum: a gateway without ICE servers', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterAll(async () => {
    await closeAll();
    await gateway.stop();
  });

  it('names none, so that a browser looks for direct ways alone', async () => {
    const ana = await newPerson(gateway, 'websocket');

    expect(dataOf(await ana.client.request('calls:ice-servers', {}))).toEqual({ iceServers: [], expiresAt: null });
  });
});
