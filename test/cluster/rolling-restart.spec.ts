import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { RawClient } from '../support/raw-client.js';
import { startRedis, type Redis } from '../support/redis.js';
import { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { Balancer } from './balancer.js';
import { becomes } from './nodes.js';
import { canonical, CLUSTER_ENV, everything, oneTo } from './people.js';
import { canonicalRaw, canonicalSocket, learner, Restless } from './restless.js';

const TIMEOUT_MS = 240_000;
const STOP_MS = 25_000;
const ROOMS = 5;
const env = {
  ...CLUSTER_ENV,
  // Some checks of the balancer.
  DRAIN_NOTICE_MS: '500',
};

describeWith(['postgres', 'redis'], 'three nodes behind a balancer', () => {
  let postgres: Postgres;
  let redis: Redis;
  let nodes: Gateway[];
  let balancer: Balancer;

  /** What a planned stop must give. */
  const stop = async (node: Gateway): Promise<void> => {
    const begun = Date.now();
    expect(await node.stop()).toBe(0);
    expect(Date.now() - begun).toBeLessThan(STOP_MS);
  };

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const database = await postgres.createDatabase();
    const start = () => startGateway({ database, env: { ...env, REDIS_URL: redis.url } });
    nodes = await Promise.all([start(), start(), start()]);
    await Promise.all(nodes.map((node) => becomes(node, 'ready')));
    balancer = await Balancer.before(nodes);
  }, TIMEOUT_MS);
  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(async () => {
    balancer.stop();
    await Promise.all(nodes.map((node) => node.kill()));
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  it(
    'are restarted one after the other while people talk: no answer fails, nothing is lost, doubled or left out',
    async () => {
      const rooms = Array.from({ length: ROOMS }, () => newId('room'));
      const dials = { canonicalSocket, canonicalRaw, learner };
      const people = rooms.flatMap((room, index) =>
        Object.entries(dials).map(([name, dial]) => new Restless(balancer, room, `${name}-${index}`, dial)),
      );

      for (const node of nodes) {
        await stop(node);
        await node.restart();
        await balancer.sees(node);
      }
      await Promise.all(people.map((person) => person.stop()));

      expect(people.flatMap(({ failures }) => failures)).toEqual([]);
      // Each was sent away at least once, and has talked on.
      for (const { connects, confirmed } of people) {
        expect(connects).toBeGreaterThan(1);
        expect(confirmed.length).toBeGreaterThan(10);
      }
      for (const room of rooms) {
        const confirmed = people.filter((person) => person.room === room).flatMap((person) => person.confirmed);
        for (const node of nodes) {
          const said = await everything(await canonical(node, room), { key: room });
          expect(said.map(({ seq }) => seq)).toEqual(oneTo(said.length));
          expect(said.map(({ text }) => text).sort()).toEqual(confirmed.sort());
        }
      }
    },
    TIMEOUT_MS,
  );

  it(
    'end with 0 while PostgreSQL and Redis hang',
    async () => {
      const room = newId('room');
      const client = await canonical(nodes[0]!, room);
      expect(await client.request('chat:send', { room: { key: room }, text: 'before' })).toMatchObject({ ok: true });
      postgres.pause();
      redis.pause();
      const unanswered = client.request('chat:send', { room: { key: room }, text: 'meanwhile' });
      await stop(nodes[0]!);
      // It was told before it was sent away.
      expect(await unanswered).toMatchObject({ ok: false, error: { retryable: true } });
      postgres.resume();
      redis.resume();
    },
    TIMEOUT_MS,
  );
});
