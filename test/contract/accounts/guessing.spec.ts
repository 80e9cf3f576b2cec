import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername } from '../../support/accounts.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call, type HttpAnswer } from '../../support/http-client.js';
import { closeAll, connectLyceum } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { expectProblem, newLogin } from './logins.js';

describe('guessing', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, TRUSTED_PROXIES: '127.0.0.1' }, passwords: 'costly' });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** As from behind a proxy, so that each test is an address of its own. */
  const logIn = async (username: string, password: string, address: string): Promise<HttpAnswer> => {
    const response = await fetch(new URL('/api/auth/login', gateway.httpUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ username, password }),
    });
    return { status: response.status, body: (await response.json()) as HttpAnswer['body'] };
  };
  const registerFrom = async (address: string): Promise<{ username: string; password: string }> => {
    const credentials = { username: newUsername(), password: 'correct horse battery staple' };
    const response = await fetch(new URL('/api/auth/register', gateway.httpUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify(credentials),
    });
    expect(response.status).toBe(201);
    return credentials;
  };

  it('is answered alike whether or not the name is somebody’s, attempt after attempt', async () => {
    const { username } = await registerFrom('192.0.2.1');
    const series = async (name: string): Promise<object[]> => {
      const answers: object[] = [];
      for (let attempt = 1; attempt <= 8; attempt += 1) {
        const { status, body } = await logIn(name, `guess ${attempt}`, '192.0.2.2');
        answers.push({ status, body: { ...body, ...('retryAfterMs' in body && { retryAfterMs: typeof body.retryAfterMs }) } });
      }
      return answers;
    };

    const [known, unknown] = [await series(username), await series(newUsername())];

    expect(unknown).toEqual(known);
    expect(known.map((answer) => (answer as HttpAnswer).status)).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
  });

  it('has to wait, is told for how long, and locks nobody else out', async () => {
    const { username, password } = await registerFrom('192.0.2.10');
    for (let attempt = 1; attempt <= 6; attempt += 1) await logIn(username, `guess ${attempt}`, '192.0.2.11');

    const limited = await logIn(username, password, '192.0.2.11');

    expectProblem(limited, 429, 'RATE_LIMITED');
    expect(limited.body.retryAfterMs).toBeGreaterThan(0);
    expect(limited.body.retryable).toBe(true);
    expect((await logIn(username, password, '192.0.2.10')).status).toBe(200);
    expect((await logIn(username, password, '192.0.2.12')).status).toBe(200);
  });

  it('from a hundred addresses has to wait too, while the person comes in from where they always do', async () => {
    const { username, password } = await registerFrom('198.51.100.1');

    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => logIn(username, `guess ${index}`, `203.0.113.${index + 1}`)),
    );

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(51);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(49);
    // On a busy machine the first pause is over before all are answered; each guess makes the next one twice as long.
    let stranger = await logIn(username, password, '203.0.113.200');
    for (let tries = 1; stranger.status !== 429 && tries < 6; tries += 1) {
      await logIn(username, 'guess', '203.0.113.150');
      stranger = await logIn(username, password, `203.0.113.${200 + tries}`);
    }
    expectProblem(stranger, 429, 'RATE_LIMITED');
    expect((await logIn(username, password, '198.51.100.1')).status).toBe(200);
  });

  it.each(['\u0430dmin', 'ad\u200bmin', 'admin\ufeff', '\u{ff41}dmin\u0335', 'adm\u0131n\u202e'])(
    'takes no look-alike %j of a name',
    async (username) => {
      const answer = await call(gateway, 'POST', '/api/auth/register', { body: { username, password: 'long enough' } });
      expectProblem(answer, 400, 'INVALID');
    },
  );

  it('with passwords of a megabyte costs the gateway nothing: those who talk go on', async () => {
    const { token } = await newLogin(gateway);
    const client = await connectLyceum(gateway, 'websocket', token);
    const { pid } = gateway;

    const answers = await Promise.all(Array.from({ length: 10 }, () => logIn('ana', 'x'.repeat(1_000_000), '192.0.2.30')));

    for (const answer of answers) expectProblem(answer, 413, 'TOO_LARGE');
    expectProblem(await logIn('ana', 'x'.repeat(50_000), '192.0.2.30'), 400, 'INVALID');
    expect(await client.request('auth:me')).toMatchObject({ ok: true });
    expect(gateway.pid).toBe(pid);
  });

  it('three hundred at once leave room for nobody to wait for ever, and for those who talk', async () => {
    const { token } = await newLogin(gateway);
    const client = await connectLyceum(gateway, 'websocket', token);

    const flood = Promise.all(Array.from({ length: 300 }, (_, index) => logIn(`nobody${index}`, 'guess', `10.1.${index}.1`)));
    const answered = await client.request('auth:me');
    const answers = await flood;

    expect(answered).toMatchObject({ ok: true });
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expectProblem(answer, 503, 'UNAVAILABLE');
      expect(answer.body.retryAfterMs).toBeGreaterThan(0);
    }
    expect(answers.filter(({ status }) => status === 401).length).toBe(300 - refused.length);
  });

  it('by a crowd of one network holds up those of others no longer than one of the crowd', async () => {
    const ben = await registerFrom('192.0.2.41');
    let answered = 0;
    const crowd = Array.from({ length: 300 }, async (_, index) => {
      const answer = await logIn(`nobody${index}`, 'guess', '192.0.2.40');
      answered += 1;
      return answer;
    });
    // The first who is sent away tells that the line is full.
    expect(
      (await Promise.race(crowd.map((one) => one.then((answer) => (answer.status === 503 ? answer : never()))))).status,
    ).toBe(503);

    const answer = await logIn(ben.username, ben.password, '192.0.2.41');

    expect(answer.status).toBe(200);
    expect(answered).toBeLessThan(250);
    await Promise.all(crowd);
  });
});

/** Leaves the race to others. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
