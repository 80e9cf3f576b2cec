import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { logInAgain, newLogin, refresh, statusOf } from '../contract/accounts/logins.js';
import { closeAll, connectLyceum, WAYS, type LyceumClient } from '../contract/lyceum/lyceum-client.js';
import { newUsername } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import type { Gateway } from '../support/gateway.js';
import type { Redis } from '../support/redis.js';
import { call } from '../support/http-client.js';
import { within } from '../support/wait.js';
import { becomes, twoNodes } from './nodes.js';
import { CLUSTER_ENV } from './people.js';

const TIMEOUT_MS = 120_000;
/** What is promised, with the way from the database to a client. */
const SOON_MS = 3_000;
const ADMIN = newUsername('root');

describeWith(['postgres', 'redis'], 'access that is taken away on one of two nodes', () => {
  const nodes = twoNodes({ ...CLUSTER_ENV, ADMIN_USERNAMES: ADMIN, RATE_REGISTRATIONS_PER_HOUR: '1000' }, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;
  let redis: Redis;

  beforeAll(() => {
    ({ one, two, redis } = nodes);
  });
  afterEach(closeAll);

  const everyWay = (node: Gateway, token: string): Promise<LyceumClient[]> =>
    Promise.all(WAYS.map((way) => connectLyceum(node, way, token)));
  const allClosed = (clients: LyceumClient[]): Promise<unknown> =>
    within(SOON_MS, 'all closed', Promise.all(clients.map(({ closed }) => closed)));
  const post = (node: Gateway, path: string, token: string) => call(node, 'POST', `/api/auth/${path}`, { token });

  it(
    'closes the connections of that session on the other, and leaves those of another session',
    async () => {
      const ana = await newLogin(one);
      const other = await logInAgain(two, ana);
      const [mine, others] = [await everyWay(two, ana.token), await everyWay(two, other.token)];

      expect((await post(one, 'logout', ana.token)).status).toBe(204);

      await allClosed(mine);
      for (const client of others) expect(await client.request('auth:me')).toMatchObject({ ok: true });
      expect(await statusOf(two, ana.token)).toBe(401);
    },
    TIMEOUT_MS,
  );

  it(
    'of twenty uses of one refresh token on both nodes one succeeds at most, and the session ends on both',
    async () => {
      const ana = await newLogin(one);
      const clients = [...(await everyWay(one, ana.token)), ...(await everyWay(two, ana.token))];

      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => refresh(index % 2 === 0 ? one : two, ana.refreshToken)),
      );

      expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      await allClosed(clients);
      expect(await statusOf(two, ana.token)).toBe(401);
    },
    TIMEOUT_MS,
  );

  it(
    'shows a new role on the other, once',
    async () => {
      const admin = await newLogin(one, ADMIN);
      const ana = await newLogin(one);
      const clients = [...(await everyWay(one, ana.token)), ...(await everyWay(two, ana.token))];

      const answer = await call(one, 'PATCH', `/api/users/${ana.id}/role`, { token: admin.token, body: { role: 'mentor' } });

      expect(answer.status).toBe(200);
      for (const client of clients) {
        expect(await client.fact('auth:changed', {}, SOON_MS)).toEqual({ user: answer.body });
        await client.settled();
        expect(client.heard('auth:changed')).toHaveLength(1);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'closes them also while Redis is away',
    async () => {
      const ana = await newLogin(one);
      const ben = await newLogin(one);
      const clients = await everyWay(two, ana.token);
      const others = await everyWay(two, ben.token);
      await redis.kill();
      await Promise.all([becomes(one, 'degraded'), becomes(two, 'degraded')]);

      expect((await post(one, 'logout-all', ana.token)).status).toBe(204);
      expect((await post(one, 'logout', ben.token)).status).toBe(204);

      await allClosed([...clients, ...others]);
      const again = await logInAgain(one, ana);
      expect(await statusOf(two, again.token)).toBe(200);
      await redis.restart();
      await Promise.all([becomes(one, 'ready'), becomes(two, 'ready')]);
    },
    TIMEOUT_MS,
  );
});
