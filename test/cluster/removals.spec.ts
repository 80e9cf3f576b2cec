import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { RawClient } from '../support/raw-client.js';
import { startRedis, type Redis } from '../support/redis.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken, newId } from '../support/tokens.js';
import { becomes } from './nodes.js';
import { canonical, CLUSTER_ENV, everything, type Asking } from './people.js';

const TIMEOUT_MS = 120_000;
const MESSAGES = 200;
/** A node without Redis looks for itself every 1.5 s. */
const BY_POLLING_MS = 3_000;

describeWith(['postgres', 'redis'], 'who is removed on one node', () => {
  let postgres: Postgres;
  let redis: Redis;
  let one: Gateway;
  let two: Gateway;
  let room: string;
  /** Owner, on the first node. */
  let ana: Asking;
  /** A witness on the second. */
  let cleo: Asking;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const database = await postgres.createDatabase();
    const env = { ...CLUSTER_ENV, RATE_MANAGE_PER_SECOND: '1000', REDIS_URL: redis.url };
    [one, two] = await Promise.all([startGateway({ database, env }), startGateway({ database, env })]);
    await Promise.all([becomes(one, 'ready'), becomes(two, 'ready')]);
  }, TIMEOUT_MS);
  beforeEach(async () => {
    room = newId('room');
    ana = await canonical(one, room, { sub: newId('ana'), name: 'Ana' });
    cleo = await canonical(two, room, { sub: newId('cleo'), name: 'Cleo' });
  });
  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(async () => {
    await Promise.all([one, two].map((node) => node.stop()));
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  /** Somebody with a device on each node and one more, raw, on the second. */
  async function devicesOfBen(): Promise<{ id: string; here: SocketClient; devices: Device[] }> {
    const id = newId('ben');
    const token = appToken({ sub: id, name: 'Ben' });
    const [here, there] = await Promise.all(
      [one, two].map((node) => SocketClient.connect(node, { auth: { token, dialect: 'lyceum' } })),
    );
    for (const client of [here!, there!]) expect(await client.request('rooms:join', { key: room })).toMatchObject({ ok: true });
    const raw = await RawClient.connect(two, `/?token=${token}`);
    raw.send({ type: 'join_room', data: { roomId: room } });
    await raw.next('room_joined', 5_000);
    return { id, here: here!, devices: [onSocket(here!), onSocket(there!), onRaw(raw)] };
  }

  /** Says so many things from both nodes while `remove` happens; gives the numbers of those said after its answer. */
  async function sayingWhile(remove: () => Promise<JsonObject>): Promise<Set<number>> {
    const removal = { isAnswered: false };
    const after = new Set<number>();
    const say = async (sender: Asking, text: string): Promise<void> => {
      const isAfter = removal.isAnswered;
      const { data } = await sender.request('chat:send', { room: { key: room }, text });
      if (isAfter) after.add((data as { seq: number }).seq);
    };
    const removing = (async () => {
      expect(await remove()).toMatchObject({ ok: true });
      removal.isAnswered = true;
    })();
    const said: Promise<void>[] = [];
    for (let number = 0; number < MESSAGES || !removal.isAnswered; number += 1) {
      said.push(say(number % 2 === 0 ? ana : cleo, `during ${number}`));
      if (number % 10 === 9) await Promise.all(said);
    }
    await removing;
    await Promise.all([...said, ...[ana, cleo, ana, cleo].map((sender, index) => say(sender, `after ${index}`))]);
    await cleo.waitFor('after 2');
    return after;
  }

  /** Each device heard what was said up to some point before the answer, in order, and once that it is out. */
  async function expectOut(devices: Device[], after: Set<number>, toldOnce: Device[]): Promise<void> {
    expect(after.size).toBeGreaterThanOrEqual(4);
    for (const device of devices) {
      await device.settled();
      const heard = device.numbers();
      expect(heard).toEqual(Array.from(heard, (_, index) => heard[0]! + index));
      expect(heard.filter((seq) => after.has(seq))).toEqual([]);
    }
    for (const device of toldOnce) expect(device.farewells()).toBe(1);
  }

  it.each(['rooms:kick', 'rooms:ban'])(
    '%s: nothing said on either node after the answer reaches their devices',
    async (command) => {
      const { id, devices } = await devicesOfBen();

      const after = await sayingWhile(() => ana.request(command, { room: { key: room }, userId: id }));

      await expectOut(devices, after, devices);
    },
    TIMEOUT_MS,
  );

  it(
    'rooms:leave: nothing said on either node after the answer reaches their devices, and the one that asked hears no more',
    async () => {
      const { here, devices } = await devicesOfBen();
      let heardByThen = -1;

      const after = await sayingWhile(async () => {
        const answer = await here.request('rooms:leave', { room: { key: room } });
        heardByThen = here.occurrences.filter(isOfRoom).length;
        return answer;
      });

      await expectOut(devices, after, devices.slice(1));
      expect(here.occurrences.filter(isOfRoom)).toHaveLength(heardByThen);
      expect(here.occurrences.filter(({ event }) => event === 'rooms:left')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'without Redis they are out on the other node within three seconds',
    async () => {
      const { id, devices } = await devicesOfBen();
      const [, there, raw] = devices;
      await redis.kill();
      await Promise.all([becomes(one, 'degraded'), becomes(two, 'degraded')]);

      const asked = performance.now();
      expect(await ana.request('rooms:kick', { room: { key: room }, userId: id })).toMatchObject({ ok: true });
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, BY_POLLING_MS - (performance.now() - asked))));
      const answer = await cleo.request('chat:send', { room: { key: room }, text: 'only for us' });
      await cleo.waitFor('only for us');

      for (const device of [there!, raw!]) {
        await device.settled();
        expect(device.numbers()).not.toContain((answer.data as { seq: number }).seq);
      }
      await redis.restart();
      await Promise.all([becomes(one, 'ready'), becomes(two, 'ready')]);
      expect((await everything(ana, { key: room })).map(({ text }) => text)).toEqual(['only for us']);
    },
    TIMEOUT_MS,
  );

  it(
    'roles, mutes, codes and the end of a room are known on the other node when they are answered',
    async () => {
      const { id, devices } = await devicesOfBen();
      const there = await SocketClient.connect(two, { auth: { token: appToken({ sub: id, name: 'Ben' }), dialect: 'lyceum' } });
      const joined = (await there.request('rooms:join', { key: room })) as { data: { room: JsonObject } };
      const { code } = joined.data.room;
      const target = { room: { key: room } };

      expect(await ana.request('rooms:mute', { ...target, userId: id, on: true })).toMatchObject({ ok: true });
      expect(await there.request('chat:typing', { ...target, on: true })).toMatchObject({ error: { code: 'MUTED' } });
      expect(await ana.request('rooms:role', { ...target, userId: id, role: 'owner' })).toMatchObject({ ok: true });
      const { data } = await cleo.request('rooms:get', target);
      expect((data as { participants: JsonObject[] }).participants).toContainEqual(
        expect.objectContaining({ role: 'owner', user: expect.objectContaining({ id }) }),
      );

      expect(await there.request('rooms:rotate-code', target)).toMatchObject({ ok: true });
      const sent = await ana.request('chat:send', { room: { code }, text: 'by the old code' });
      expect(sent).toMatchObject({ ok: true });
      expect((sent.data as { room: JsonObject }).room.code).not.toBe(code);

      expect(await there.request('rooms:close', target)).toMatchObject({ ok: true });
      expect(await cleo.request('chat:send', { ...target, text: 'Hello?' })).toMatchObject({ error: { code: 'ROOM_NOT_FOUND' } });
      for (const device of devices) {
        await device.settled();
        expect(device.lastOfRoom()).toMatch(/^(rooms:closed|error)$/);
      }
    },
    TIMEOUT_MS,
  );
});

/** What a device heard of the room, whatever it speaks. */
interface Device {
  numbers(): number[];
  /** How often it was told that the person is out. */
  farewells(): number;
  /** The event it heard last, which was of the room. */
  lastOfRoom(): string | undefined;
  settled(): Promise<void>;
}

/** What is unread is told to the person, also of a room that has just ended. */
function isOfRoom({ event }: { event: string }): boolean {
  if (event === 'chat:unread') return false;
  return event.startsWith('chat:') || event.startsWith('rooms:');
}

function onSocket(client: SocketClient): Device {
  return {
    numbers: () =>
      client.occurrences.filter(({ event }) => event === 'chat:message').map(({ args }) => (args[0] as { seq: number }).seq),
    farewells: () => client.occurrences.filter(({ event }) => event === 'rooms:left').length,
    lastOfRoom: () => client.occurrences.filter(isOfRoom).at(-1)?.event,
    settled: async () => {
      await client.request('auth:me', {});
    },
  };
}

function onRaw(client: RawClient): Device {
  const ofRoom = () => client.frames.filter(({ type }) => type !== 'pong');
  return {
    numbers: () =>
      client.frames.filter(({ type }) => type === 'chat_message').map(({ payload }) => (payload as { seq: number }).seq),
    farewells: () => client.frames.filter(({ type }) => type === 'user_left').length,
    lastOfRoom: () => ofRoom().at(-1)?.type,
    settled: async () => {
      client.send({ type: 'ping', data: { timestamp: 1 } });
      await client.next('pong');
    },
  };
}
