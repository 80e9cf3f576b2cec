import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createSession, joinSession } from '../contract/group-study/session.js';
import { connectUser } from '../contract/instant-mentor/flutter-app.js';
import { closeAll, connectLyceum, type LyceumClient } from '../contract/lyceum/lyceum-client.js';
import { newPerson } from '../contract/lyceum/shapes.js';
import { ROOMY } from '../contract/settings.js';
import { connectLearner, enter } from '../contract/skill-lift/live-session.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { startRedis, type Redis } from '../support/redis.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { appToken, newId } from '../support/tokens.js';
import { becomes } from './nodes.js';
import { CLUSTER_ENV, GRACE_MS } from './people.js';

const TIMEOUT_MS = 90_000;
const ACROSS_MS = 10_000;
const LEFT_MS = GRACE_MS + 15_000;

/** Counts what one client was told of somebody, by their id or name. */
type Told = (of: Somebody) => number;

interface Somebody {
  readonly id: string;
  readonly name: string;
}

describeWith(['postgres', 'redis'], 'somebody with two devices on two nodes that can’t hear one another', () => {
  let postgres: Postgres;
  let redis: Redis;
  let proxies: [TcpProxy, TcpProxy];
  let one: Gateway;
  let two: Gateway;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const database = await postgres.createDatabase();
    proxies = [await TcpProxy.before(redis.port), await TcpProxy.before(redis.port)];
    const env = { ...ROOMY, ...CLUSTER_ENV, PRESENCE_GRACE_MS: String(GRACE_MS) };
    const start = (proxy: TcpProxy) => startGateway({ database, env: { ...env, REDIS_URL: proxy.url(redis.url) } });
    [one, two] = await Promise.all([start(proxies[0]), start(proxies[1])]);
  }, TIMEOUT_MS);
  beforeEach(() => Promise.all([becomes(one, 'ready'), becomes(two, 'ready')]));
  afterEach(closeAll);
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  /** Nothing passes between the nodes, and nothing is lost, while this is done. */
  async function whileNothingPasses(work: () => Promise<void>): Promise<void> {
    for (const proxy of proxies) proxy.pause();
    try {
      await work();
    } finally {
      for (const proxy of proxies) proxy.resume();
    }
  }

  async function join(client: LyceumClient, room: JsonObject): Promise<void> {
    dataOf(await client.request('rooms:join', room));
  }

  /** Somebody comes from each node, and all these hear of both: so they have heard what was said before. */
  async function settle(room: JsonObject, witnesses: readonly LyceumClient[]): Promise<void> {
    for (const node of [one, two]) {
      const marker = await newPerson(node, 'websocket', 'marker');
      await join(marker.client, room);
      for (const witness of witnesses) await witness.fact('rooms:joined', { user: { id: marker.id } }, ACROSS_MS);
    }
  }

  function toldOf(client: LyceumClient, fact: string): (of: Pick<Somebody, 'id'>) => number {
    return ({ id }) => client.heard(fact).filter(({ user }) => (user as JsonObject).id === id).length;
  }

  /** Clients of that room on both nodes and of all dialects that are told who comes. */
  async function witnessesOf(room: 'key' | 'code'): Promise<{ room: JsonObject; lyceum: LyceumClient[]; told: Told[] }> {
    const people = [await newPerson(one, 'websocket', 'ana'), await newPerson(two, 'raw', 'ana')];
    const lyceum = people.map(({ client }) => client);
    const canonical = lyceum.map((client) => toldOf(client, 'rooms:joined'));
    if (room === 'code') {
      const { client: first, code } = await createSession(one, 'Greta');
      const group = [first, await joinSession(two, code, 'Gustav')];
      for (const client of lyceum) await join(client, { code });
      const told = group.map(
        (client): Told =>
          ({ name }) =>
            client.frames.filter(({ type, userName }) => type === 'user_joined' && userName === name).length,
      );
      return { room: { code }, lyceum, told: [...canonical, ...told] };
    }
    const key = newId('session');
    for (const client of lyceum) await join(client, { key, create: true });
    const told: Told[] = [];
    for (const node of [one, two]) {
      const learner = await connectLearner(node, 'Lea');
      await enter(learner, key);
      const ofUser = (id: string) => (payload: unknown) => (payload as JsonObject).userId === id;
      told.push(
        ({ id }) => learner.client.frames.filter(({ type, payload }) => type === 'user_joined' && ofUser(id)(payload)).length,
      );
      const app = await connectUser(node, 'mentor');
      dataOf(await app.request('join_session', { sessionId: key }));
      told.push(({ id }) => app.client.heard('user_joined_session').filter((data) => ofUser(id)(data)).length);
    }
    return { room: { key }, lyceum, told: [...canonical, ...told] };
  }

  it.each(['code', 'key'] as const)(
    'is told of once, in every dialect, when they enter on both at once: in a room by its %s',
    async (kind) => {
      const { room, lyceum, told } = await witnessesOf(kind);
      const ben = { id: newId('ben'), name: newId('Ben') };
      const token = appToken({ sub: ben.id, name: ben.name });
      const counts = () => told.map((count) => count(ben));
      const once = told.map(() => 1);
      let devices: LyceumClient[] = [];
      const enterTwice = async (): Promise<void> => {
        devices = [await connectLyceum(one, 'websocket', token), await connectLyceum(two, 'websocket', token)];
        await whileNothingPasses(async () => {
          for (const device of devices) await join(device, room);
        });
        await settle(room, lyceum);
      };
      await enterTwice();
      expect(counts()).toEqual(once);

      // As a member who comes back, too.
      for (const device of devices) await device.close();
      for (const client of lyceum) await client.fact('rooms:left', { user: { id: ben.id } }, LEFT_MS);
      await enterTwice();
      expect(counts()).toEqual(once.map((count) => 2 * count));
      expect(lyceum.map((client) => toldOf(client, 'rooms:left')(ben))).toEqual([1, 1]);
    },
    TIMEOUT_MS,
  );

  it(
    'is told of once when they leave both while Redis is away, and it comes back',
    async () => {
      const witnesses = [await newPerson(one, 'websocket', 'ana'), await newPerson(two, 'websocket', 'cleo')] as const;
      const clients = witnesses.map(({ client }) => client);
      const room = { key: newId('session') };
      for (const client of clients) await join(client, { ...room, create: true });
      const ben = await newPerson(one, 'websocket', 'ben');
      const devices = [ben.client, await connectLyceum(two, 'websocket', ben.token)];
      for (const device of devices) await join(device, room);
      await settle(room, clients);
      const markers = [await newPerson(one, 'websocket', 'marker'), await newPerson(two, 'websocket', 'marker')];
      for (const { client } of markers) await join(client, room);

      for (const proxy of proxies) proxy.reset({ refuse: true });
      await Promise.all([becomes(one, 'degraded'), becomes(two, 'degraded')]);
      for (const device of devices) await device.close();
      for (const [index, marker] of markers.entries()) {
        await marker.client.close();
        // Their grace began after his.
        await clients[index]?.fact('rooms:left', { user: { id: marker.id } }, LEFT_MS);
      }
      for (const proxy of proxies) proxy.admit();

      for (const client of clients) {
        await client.fact('rooms:left', { user: { id: ben.id }, reason: 'disconnected' }, LEFT_MS);
      }
      await settle(room, clients);
      expect(clients.map((client) => toldOf(client, 'rooms:left')(ben))).toEqual([1, 1]);
      for (const client of clients) {
        const { participants } = dataOf(await client.request('rooms:get', { room })) as { participants: { user: JsonObject }[] };
        expect(participants.map(({ user }) => user.id)).not.toContain(ben.id);
      }
    },
    TIMEOUT_MS,
  );
});
