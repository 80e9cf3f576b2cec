import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { aCode, aSentence, aTime } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { RawClient } from '../../support/raw-client.js';
import { ROOMY, START_MS } from '../settings.js';

describe('group study: where guests are not allowed', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, GUEST_ACCESS: 'deny' } });
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.stop());

  it('a connection is told so and closed with 4403', async () => {
    const client = await RawClient.connect(gateway);

    expect(await client.next('error')).toEqual({ type: 'error', message: 'Guests are not allowed here' });
    expect(await client.closed).toMatchObject({ code: 4403 });
    expect(client.frames).toHaveLength(1);
  });

  it('POST /api/sessions needs a login', async () => {
    const { status, body } = await call(gateway, 'POST', '/api/sessions');

    expect([401, 403]).toContain(status);
    expect(body).toEqual({ statusCode: status, code: expect.stringMatching(/^[A-Z_]+$/), message: aSentence, retryable: false });
  });

  it('GET /api/sessions/:code needs a login, whether or not there is a session', async () => {
    const { status, body } = await call(gateway, 'GET', '/api/sessions/ZZZZZZ');

    expect(status).toBe(401);
    expect(body).toEqual({ statusCode: 401, code: 'UNAUTHENTICATED', message: aSentence, retryable: false });
  });

  it('POST /api/sessions makes a session for somebody who is logged in', async () => {
    const { token } = await register(gateway);

    const { status, body } = await call(gateway, 'POST', '/api/sessions', { token });

    expect(status).toBe(201);
    expect(body).toEqual({ sessionCode: aCode, expiresAt: aTime });
  });
});
