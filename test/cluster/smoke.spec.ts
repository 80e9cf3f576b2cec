import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { RawClient } from '../support/raw-client.js';
import { startRedis, type Redis } from '../support/redis.js';
import { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { canonical, CLUSTER_ENV, everything, liveSession, oneTo, studyGroup, type Asking, type Person } from './people.js';

const TIMEOUT_MS = 120_000;

describeWith(['postgres', 'redis'], 'two nodes', () => {
  let postgres: Postgres;
  let redis: Redis;
  let database: string;
  let one: Gateway;
  let two: Gateway;
  let room: string;

  const start = () => startGateway({ database, env: { ...CLUSTER_ENV, REDIS_URL: redis.url } });
  const ready = (node: Gateway, status: string) =>
    eventually(async () => {
      expect(await call(node, 'GET', '/health/ready')).toMatchObject({ status: 200, body: { status } });
    }, 10_000);

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    database = await postgres.createDatabase();
    [one, two] = await Promise.all([start(), start()]);
    await Promise.all([ready(one, 'ready'), ready(two, 'ready')]);
  }, TIMEOUT_MS);
  beforeEach(() => {
    room = newId('room');
  });
  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  it(
    'bring people of all dialects every message once, in order, with numbers without a gap',
    async () => {
      const host = await canonical(one, newId('host'));
      const created = await host.request('rooms:create', { visibility: 'code' });
      const { id, code } = created.data as { id: string; code: string };
      const people: Person[] = [];
      for (const [index, node] of [one, two].entries()) {
        people.push(await canonical(node, newId('own')).then((person) => joinByCode(person, code)));
        people.push(await liveSession(node, code), await studyGroup(node, code, `Student ${index}`));
      }

      for (let number = 0; number < 30; number += 1)
        for (const [index, person] of people.entries()) person.say(`${index}-${number}`);
      const total = people.length * 30;
      await eventually(async () => {
        expect(people.map((person) => person.heard().length)).toEqual(people.map(() => total));
        await Promise.resolve();
      }, 20_000);

      const said = await everything(host, { id });
      for (const person of people) {
        expect(person.heard().map(({ seq }) => seq)).toEqual(oneTo(total));
        expect(person.heard()).toEqual(people[0]!.heard());
      }
      expect(said).toEqual(people[0]!.heard());
      for (const [index] of people.entries()) {
        const own = people[0]!.heard().filter(({ text }) => text.startsWith(`${index}-`));
        expect(own.map(({ text }) => text)).toEqual(Array.from({ length: 30 }, (_, number) => `${index}-${number}`));
      }
    },
    TIMEOUT_MS,
  );

  it(
    'give numbers from 1 to n to concurrent senders on both, each to one message',
    async () => {
      const senders = await Promise.all([one, two, one, two].map((node) => canonical(node, room)));
      const answers = await Promise.all(
        senders.flatMap((sender, index) =>
          Array.from({ length: 100 }, (_, number) =>
            sender.request('chat:send', { room: { key: room }, text: `${index}-${number}` }),
          ),
        ),
      );
      const given = answers.map(({ data }) => data as { seq: number; text: string });
      expect(given.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(oneTo(400));
      const stored = await everything(senders[0]!, { key: room });
      expect(stored).toEqual([...given].sort((a, b) => a.seq - b.seq).map(({ seq, text }) => ({ seq, text })));
    },
    TIMEOUT_MS,
  );

  it(
    'answer a repeated clientId the same, whichever is asked, also at the same moment',
    async () => {
      const claims = { sub: newId('ana'), name: 'Ana' };
      const [here, there] = await Promise.all([canonical(one, room, claims), canonical(two, room, claims)]);
      const send = (person: Asking, clientId: string, text = 'Hello') =>
        person.request('chat:send', { room: { key: room }, text, clientId });

      const first = await send(here, 'c-0');
      expect(await send(there, 'c-0')).toEqual({ ok: true, data: { ...(first.data as object), duplicate: true } });
      expect(await send(there, 'c-0', 'Something else')).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });

      for (let round = 1; round <= 20; round += 1) {
        const answers = await Promise.all([here, there, here, there].map((person) => send(person, `c-${round}`)));
        expect(new Set(answers.map(({ data }) => (data as { id: string }).id)).size).toBe(1);
        expect(answers.filter(({ data }) => (data as { duplicate?: true }).duplicate !== true)).toHaveLength(1);
      }
      expect((await everything(here, { key: room })).map(({ seq }) => seq)).toEqual(oneTo(21));
    },
    TIMEOUT_MS,
  );

  it(
    'without Redis go on serving their own clients and say so; with it back they are one again',
    async () => {
      const [ana, ben] = [await canonical(one, room), await canonical(one, room)];
      const cleo = await canonical(two, room);
      ana.say('together');
      await cleo.waitFor('together');

      await redis.kill();
      await Promise.all([ready(one, 'degraded'), ready(two, 'degraded')]);
      ana.say('apart');
      await ben.waitFor('apart');
      cleo.say('alone');
      await cleo.waitFor('alone');

      await redis.restart();
      await Promise.all([ready(one, 'ready'), ready(two, 'ready')]);
      await eventually(async () => {
        const text = newId('again');
        ana.say(text);
        await cleo.waitFor(text, 1_000);
        const back = newId('back');
        cleo.say(back);
        await ben.waitFor(back, 1_000);
      }, 15_000);

      const stored = await everything(cleo, { key: room });
      expect(stored.map(({ seq }) => seq)).toEqual(oneTo(stored.length));
      expect(stored.map(({ text }) => text)).toEqual(expect.arrayContaining(['together', 'apart', 'alone']));
    },
    TIMEOUT_MS,
  );

  it(
    'can be stopped while Redis is away',
    async () => {
      const third = await start();
      await ready(third, 'ready');
      const ana = await canonical(third, room);
      await redis.kill();
      await ready(third, 'degraded');
      // What waits for Redis must not hold the stop up.
      expect(await ana.request('chat:send', { room: { key: room }, text: 'Hello' })).toMatchObject({ ok: true });
      const started = Date.now();
      expect(await third.stop()).toBe(0);
      expect(Date.now() - started).toBeLessThan(10_000);
      await redis.restart();
      await Promise.all([ready(one, 'ready'), ready(two, 'ready')]);
    },
    TIMEOUT_MS,
  );

  it(
    'start without Redis, and find each other when it comes',
    async () => {
      await redis.kill();
      const third = await start();
      await ready(third, 'degraded');
      const ana = await canonical(third, room);
      await redis.restart();
      await Promise.all([one, two, third].map((node) => ready(node, 'ready')));
      const ben = await canonical(one, room);
      await eventually(async () => {
        const text = newId('hello');
        ana.say(text);
        await ben.waitFor(text, 1_000);
      }, 10_000);
      await third.stop();
    },
    TIMEOUT_MS,
  );

  it(
    'lose no answered message when one is killed in the middle of a burst',
    async () => {
      const answered = new Set<string>();
      const doomed = await canonical(one, room);
      const survivor = await canonical(two, room);
      const send = async (text: string): Promise<void> => {
        const { ok } = await doomed.request('chat:send', { room: { key: room }, text, clientId: text });
        if (ok === true) answered.add(text);
      };
      for (let number = 0; number < 500; number += 1) void send(`number ${number}`).catch(() => undefined);
      await eventually(async () => {
        expect(answered.size).toBeGreaterThan(50);
        await Promise.resolve();
      });
      await one.kill();

      const stored = await everything(survivor, { key: room });
      expect(stored.map(({ seq }) => seq)).toEqual(oneTo(stored.length));
      expect(stored.map(({ text }) => text)).toEqual(expect.arrayContaining([...answered]));
      expect(await survivor.request('chat:send', { room: { key: room }, text: 'still here' })).toMatchObject({ ok: true });
      await one.restart();
      await ready(one, 'ready');
    },
    TIMEOUT_MS,
  );
});

describeWith(['postgres', 'redis'], 'three nodes', () => {
  it(
    'that start at once on an empty database all serve',
    async () => {
      const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
      const database = await postgres.createDatabase();
      const env = { ...CLUSTER_ENV, REDIS_URL: redis.url };
      const nodes = await Promise.all(Array.from({ length: 3 }, () => startGateway({ database, env })));
      const room = newId('room');
      const people = await Promise.all(nodes.map((node) => canonical(node, room)));
      await eventually(async () => {
        for (const node of nodes) expect((await call(node, 'GET', '/health/ready')).body).toMatchObject({ status: 'ready' });
      }, 10_000);

      for (const [index, person] of people.entries()) person.say(`from ${index}`);

      for (const person of people) {
        for (const index of people.keys()) await person.waitFor(`from ${index}`);
        expect(person.heard().map(({ seq }) => seq)).toEqual([1, 2, 3]);
      }
      SocketClient.closeAll();
      expect(await Promise.all(nodes.map((node) => node.stop()))).toEqual([0, 0, 0]);
      await Promise.all([postgres.stop(), redis.stop()]);
    },
    TIMEOUT_MS,
  );
});

/** The same person, speaking and hearing in the session of that code. */
async function joinByCode(person: Asking, code: string): Promise<Person> {
  expect(await person.request('rooms:join', { code })).toMatchObject({ ok: true });
  return { ...person, say: (text) => void person.request('chat:send', { room: { code }, text }) };
}
