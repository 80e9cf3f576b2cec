import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeKey, revokeKey, type TestKey } from '../../support/command-line.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { query } from '../../support/postgres.js';
import { appToken, newId } from '../../support/tokens.js';
import { eventually } from '../../support/wait.js';
import { expectProblem, newLogin } from '../accounts/logins.js';
import { START_MS } from '../settings.js';
import { ALL_SCOPES, Backend } from './backend.js';
import { ROUTES } from './routes.js';

/** Requests a second; failed keys of one address. */
const RATE = 40;
const FAILURES = 30;

/** Keys of half of the scopes each, so that which of them are refused tells the scope. */
const BITS = [0, 1, 2];
const scopesOf = (bit: number) => ALL_SCOPES.filter((_, index) => ((index + 1) >> bit) & 1);

describe('API keys', () => {
  let gateway: Gateway;
  let keys: TestKey[];

  beforeAll(async () => {
    gateway = await startGateway({ env: { RATE_SERVER_API_PER_SECOND: String(RATE), TRUSTED_PROXIES: '127.0.0.1' } });
    keys = [];
    for (const bit of BITS) keys.push(await makeKey(gateway, scopesOf(bit)));
  }, START_MS);
  afterAll(() => gateway.stop());

  const ask = (token: string, address = '192.0.2.1') =>
    fetch(new URL('/api/server/online', gateway.httpUrl), {
      headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': address },
    });

  it.each(ROUTES)('%s takes keys with the scope %s, and no others', async (route, scope) => {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern.replaceAll(/:\w+/g, newId('nothing'));
    const index = ALL_SCOPES.findIndex((name) => name === scope) + 1;
    for (const bit of BITS) {
      const { status, body } = await call(gateway, method, path, {
        token: keys[bit]!.key,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      const isGood = ((index >> bit) & 1) === 1;
      if (isGood) expect(body.code).not.toBe('FORBIDDEN');
      else
        expect({ status, body }).toMatchObject({
          status: 403,
          body: { code: 'FORBIDDEN', message: expect.stringContaining(scope) },
        });
    }
    expectProblem(await call(gateway, method, path), 401, 'UNAUTHENTICATED');
  });

  it('people’s tokens are refused, an administrator’s, too', async () => {
    const { token } = await newLogin(gateway);
    expectProblem(await call(gateway, 'GET', '/api/server/online', { token }), 401, 'UNAUTHENTICATED');
    const app = appToken({ sub: newId('app'), role: 'admin' });
    expectProblem(await call(gateway, 'GET', '/api/server/online', { token: app }), 401, 'UNAUTHENTICATED');
  });

  it('a key is nobody’s token', async () => {
    const { key } = keys[0]!;
    for (const path of ['/api/auth/me', '/api/users', '/api/conversations']) {
      expectProblem(await call(gateway, 'GET', path, { token: key }), 401, 'UNAUTHENTICATED');
    }
  });

  it('a key with another secret, of another id, or cut is none', async () => {
    const { key } = keys[1]!;
    const [, id = '', secret = ''] = /^lyk_([0-9a-f]{32})_(.{43})$/.exec(key) ?? [];
    const flipped = `${secret.startsWith('A') ? 'B' : 'A'}${secret.slice(1)}`;
    const bad = [
      `lyk_${id}_${flipped}`,
      `lyk_${'0'.repeat(32)}_${secret}`,
      key.slice(0, -1),
      `${key}x`,
      secret,
      'lyk__',
      'x'.repeat(5_000),
    ];
    for (const token of bad) {
      const answer = await ask(token, '192.0.2.2');
      expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'UNAUTHENTICATED' }]);
    }
  });

  it('what comes without a good key is not read, however large it is', async () => {
    const send = async (token: string, body: string) => {
      const answer = await new Backend(gateway, token).ask('POST', '/rooms', body);
      return [answer.status, answer.body.code];
    };
    const [noJson, large] = ['{"members":', `{"members":"${'x'.repeat(600 * 1024)}"}`];
    const bad = ['lyk_x', `lyk_${'0'.repeat(32)}_${'x'.repeat(43)}`];
    for (const token of bad) {
      for (const body of [noJson, large]) expect(await send(token, body)).toEqual([401, 'UNAUTHENTICATED']);
    }
    const { key } = await makeKey(gateway, ['rooms']);
    expect([await send(key, noJson), await send(key, large)]).toEqual([
      [400, 'INVALID'],
      [413, 'TOO_LARGE'],
    ]);
  });

  it('a revoked key is refused within two seconds, and an expired one', async () => {
    const key = await makeKey(gateway, ['presence'], 'to be revoked');
    expect((await ask(key.key)).status).toBe(200);
    await revokeKey(gateway, key);
    await eventually(async () => {
      const answer = await ask(key.key);
      expect([answer.status, await answer.json()]).toMatchObject([401, { message: 'This API key was revoked.' }]);
    }, 2_500);
    if (gateway.databaseUrl === undefined) return;
    const old = await makeKey(gateway, ['presence'], 'to expire');
    await query(gateway.databaseUrl, `UPDATE lyceum.api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      old.id,
    ]);
    const answer = await ask(old.key);
    expect([answer.status, await answer.json()]).toMatchObject([401, { message: 'This API key has expired.' }]);
  });

  it('each key has its rate, and is told when it may go on', async () => {
    const [busy, quiet] = [await makeKey(gateway, ['presence']), await makeKey(gateway, ['presence'])];
    const answers = await Promise.all(Array.from({ length: RATE + 20 }, () => ask(busy.key)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(RATE);
    expect(Number(refused[0]!.headers.get('retry-after'))).toBe(1);
    expect(await refused[0]!.json()).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });
    expect((await ask(quiet.key)).status).toBe(200);
  });

  it('whoever tries keys is told to wait, and a key that was good there goes on', async () => {
    const address = '192.0.2.3';
    const good = (await makeKey(gateway, ['presence'])).key;
    const unseen = (await makeKey(gateway, ['presence'])).key;
    expect((await ask(good, address)).status).toBe(200);
    for (let tries = 0; tries < FAILURES; tries += 1) expect((await ask(`lyk_${tries}`, address)).status).toBe(401);

    const refused = await ask('lyk_x', address);
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'RATE_LIMITED' }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await ask(unseen, address)).status).toBe(429);
    expect((await ask(good, address)).status).toBe(200);
    expect((await ask(unseen, '198.51.100.1')).status).toBe(200);
  });

  it('every use is kept with the key, the address and what came of it, and nothing of what was sent', async () => {
    if (gateway.databaseUrl === undefined) return;
    const { id, key } = await makeKey(gateway, ['users', 'tokens']);
    const backend = new Backend(gateway, key);
    const userId = newId('ana');
    await backend.done('PUT', `/users/${userId}`, { name: 'A secret name' });
    await backend.refused(400, 'INVALID', 'PUT', `/users/${userId}`, { name: '' });
    await backend.refused(403, 'FORBIDDEN', 'GET', '/online');
    const token = await backend.tokenFor(userId);
    await revokeKey(gateway, { id, key });
    await eventually(async () => expect((await backend.ask('GET', `/users/${userId}`)).status).toBe(401), 3_000);

    const sql = `SELECT actor_kind, actor_id, action, target, address, outcome FROM lyceum.audit_events
      WHERE actor_id = $1 ORDER BY id`;
    const events = await query<JsonObject>(gateway.databaseUrl, sql, [id]);
    const byKey = { actor_kind: 'key', actor_id: id, address: '127.0.0.1' };
    expect(events).toEqual(
      expect.arrayContaining([
        { ...byKey, action: 'PUT /api/server/users/:id', target: userId, outcome: 'done' },
        { ...byKey, action: 'PUT /api/server/users/:id', target: userId, outcome: 'INVALID' },
        { ...byKey, action: 'GET /api/server/online', target: null, outcome: 'FORBIDDEN' },
        { ...byKey, action: 'POST /api/server/tokens', target: userId, outcome: 'done' },
        { ...byKey, action: 'GET /api/server/users/:id', target: userId, outcome: 'UNAUTHENTICATED' },
      ]),
    );
    const all = JSON.stringify(await query(gateway.databaseUrl, 'SELECT * FROM lyceum.audit_events'));
    for (const secret of ['A secret name', token, key.slice(-43)]) expect(all).not.toContain(secret);
    const [kept] = await query<{ lastUsedAt: Date | null; row: string }>(
      gateway.databaseUrl,
      `SELECT last_used_at AS "lastUsedAt", k::text AS row FROM lyceum.api_keys k WHERE id = $1`,
      [id],
    );
    expect(kept!.lastUsedAt).not.toBeNull();
    expect(kept!.row).not.toContain(key.slice(-43));
  });
});
