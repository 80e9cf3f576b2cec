import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { describeWith } from '../../../test/support/describe-with.js';
import { startRedis, type Redis as RedisServer } from '../../../test/support/redis.js';
import { eventually } from '../../../test/support/wait.js';
import { EntryHashes } from './entry-hashes.js';
import { RedisStreamBus } from './redis-stream-bus.js';
import type { SharedEntries } from './shared-entries.js';

interface Note {
  text: string;
}

function isNote(value: unknown): value is Note {
  return typeof (value as Partial<Note>).text === 'string';
}

/** Nodes of these tests are forgotten after so long. */
const SILENCE_MS = 3_000;
const LONG_MS = 15_000;
const TIMEOUT_MS = 60_000;

interface Node {
  readonly bus: RedisStreamBus;
  readonly entries: SharedEntries<Note>;
  /** Keys that changed elsewhere, in order. */
  readonly changed: string[];
}

describeWith(['redis'], 'entries shared over Redis', () => {
  let redis: RedisServer;
  let nodes: Node[] = [];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(nodes.map(({ bus }) => bus.close()));
    nodes = [];
  });
  afterAll(async () => {
    await redis.stop();
  });

  async function node(): Promise<Node> {
    const bus = new RedisStreamBus(redis.url, SILENCE_MS);
    const entries = bus.sharing.of('notes', isNote);
    const changed: string[] = [];
    entries.onChange((key) => changed.push(key));
    await bus.onApplicationBootstrap();
    const one = { bus, entries, changed };
    nodes.push(one);
    await eventually(() => state(one, 'connected'));
    return one;
  }

  async function state({ bus }: Node, wanted: string): Promise<void> {
    await Promise.resolve();
    expect(bus.state).toBe(wanted);
  }

  function sees({ entries }: Node, key: string, texts: string[], withinMs = 5_000): Promise<void> {
    return eventually(async () => {
      await Promise.resolve();
      expect(entries.elsewhere(key).map(({ value }) => value.text)).toEqual(texts);
    }, withinMs);
  }

  async function withRedis<T>(ask: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(redis.url);
    try {
      return await ask(client);
    } finally {
      client.disconnect();
    }
  }

  /** With its next sign of life a node has written all that it says. */
  function isWhole({ bus }: Node): Promise<void> {
    const key = `lyceum:entries:${bus.sharing.node}`;
    return eventually(async () => expect(await withRedis((client) => client.hexists(key, '#whole'))).toBe(1));
  }

  it(
    'are seen by the others as they are set, changed and deleted, and not by oneself',
    async () => {
      const [one, two] = [await node(), await node()];
      one.entries.set('ana', { text: 'here' });
      await sees(two, 'ana', ['here']);
      expect(two.entries.elsewhere('ana')[0]?.node).toBe(one.bus.sharing.node);
      expect(one.entries.elsewhere('ana')).toEqual([]);

      one.entries.set('ana', { text: 'there' });
      await sees(two, 'ana', ['there']);
      two.entries.set('ana', { text: 'also' });
      await sees(one, 'ana', ['also']);
      expect([...one.entries.allElsewhere()].map(([key]) => key)).toEqual(['ana']);

      one.entries.delete('ana');
      await sees(two, 'ana', []);
      expect(two.changed).toEqual(['ana', 'ana', 'ana']);
      expect(one.changed).toEqual(['ana']);
    },
    TIMEOUT_MS,
  );

  it(
    'of one turn travel together, the last word of each key alone',
    async () => {
      const [one, two] = [await node(), await node()];
      for (let turn = 0; turn < 100; turn += 1) one.entries.set('ana', { text: String(turn) });
      one.entries.set('ben', { text: 'here' });
      one.entries.delete('ben');
      one.entries.set('cleo', { text: 'here' });
      await sees(two, 'cleo', ['here']);
      expect(two.changed).toEqual(['ana', 'cleo']);
      expect(one.bus.sharing.seq).toBe(1);
    },
    TIMEOUT_MS,
  );

  it(
    'are seen whole by a node that starts later, and by it once',
    async () => {
      const one = await node();
      for (let n = 0; n < 3_000; n += 1) one.entries.set(`p${n}`, { text: String(n) });
      await eventually(async () => {
        await Promise.resolve();
        expect(one.bus.sharing.seq).toBe(3);
      });
      const two = await node();
      await sees(two, 'p2999', ['2999']);
      expect([...two.entries.allElsewhere()]).toHaveLength(3_000);
      expect(two.changed).toHaveLength(3_000);
    },
    TIMEOUT_MS,
  );

  it(
    'are known before the application of a later node has started, and told of to all who listen by then',
    async () => {
      const one = await node();
      one.entries.set('ana', { text: 'here' });
      await isWhole(one);
      const bus = new RedisStreamBus(redis.url, SILENCE_MS);
      const two = { bus, entries: bus.sharing.of('notes', isNote), changed: [] as string[] };
      nodes.push(two);
      await eventually(() => state(two, 'connected'));
      one.entries.set('ben', { text: 'here' });
      await eventually(async () => {
        await Promise.resolve();
        expect(one.bus.sharing.seq).toBe(2);
      });
      // On the stream it stands behind what was told.
      const hasHeard = new Promise<void>((resolve) => {
        bus.onSignal(() => {
          resolve();
        });
      });
      void one.bus.signal({ name: 'has-seat', data: { questionId: 'any' } });
      await hasHeard;
      two.entries.onChange((key) => two.changed.push(key));
      expect(two.entries.elsewhere('ben')).toEqual([]);
      await bus.onApplicationBootstrap();
      expect(two.changed.toSorted()).toEqual(['ana', 'ben']);
      expect(two.entries.elsewhere('ben')).toMatchObject([{ value: { text: 'here' } }]);
    },
    TIMEOUT_MS,
  );

  it(
    'of a node that says goodbye are gone at once',
    async () => {
      const [one, two] = [await node(), await node()];
      one.entries.set('ana', { text: 'here' });
      await sees(two, 'ana', ['here']);
      await one.bus.close();
      await sees(two, 'ana', [], SILENCE_MS / 2);
      expect(two.bus.sharing.isThere(one.bus.sharing.node)).toBe(false);
      expect(two.bus.sharing.isFirst).toBe(true);
      expect(await withRedis((client) => client.keys('lyceum:entries:*'))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'are forgotten by Redis, too, of a node that dies before it renews them',
    async () => {
      await withRedis(async (client) => {
        await new EntryHashes(client, client).add('short-lived', {
          seq: 1,
          set: [['notes:ana', '{"text":"here"}']],
          deleted: [],
        });
        expect(await client.ttl('lyceum:entries:short-lived')).toBeGreaterThan(0);
        await client.del('lyceum:entries:short-lived');
      });
    },
    TIMEOUT_MS,
  );

  it(
    'say who is first',
    async () => {
      const [one, two] = [await node(), await node()];
      await eventually(async () => {
        await Promise.resolve();
        expect([one, two].map(({ bus }) => bus.sharing.isFirst)).toEqual([true, false]);
        expect(two.bus.sharing.isThere(one.bus.sharing.node)).toBe(true);
      });
    },
    TIMEOUT_MS,
  );

  it(
    'of before hold while Redis is killed, and all that changed meanwhile is told when it is back, empty as it is',
    async () => {
      const [one, two] = [await node(), await node()];
      one.entries.set('ana', { text: 'here' });
      one.entries.set('ben', { text: 'here' });
      await sees(two, 'ben', ['here']);
      await redis.kill();
      await eventually(() => Promise.all([state(one, 'degraded'), state(two, 'degraded')]));
      one.entries.set('ana', { text: 'changed' });
      one.entries.delete('ben');
      one.entries.set('cleo', { text: 'came' });
      await new Promise((resolve) => setTimeout(resolve, SILENCE_MS + 500));
      expect(two.entries.elsewhere('ben')).toHaveLength(1);

      await redis.restart();
      await sees(two, 'ana', ['changed'], LONG_MS);
      await sees(two, 'ben', []);
      await sees(two, 'cleo', ['came']);
      const three = await node();
      await sees(three, 'cleo', ['came']);
      await sees(three, 'ana', ['changed']);
    },
    TIMEOUT_MS,
  );

  it(
    'hold while Redis stands still, and agree when it goes on',
    async () => {
      const [one, two] = [await node(), await node()];
      one.entries.set('ana', { text: 'here' });
      await sees(two, 'ana', ['here']);
      redis.pause();
      one.entries.set('ben', { text: 'in doubt' });
      await eventually(() => Promise.all([state(one, 'degraded'), state(two, 'degraded')]), LONG_MS);
      one.entries.set('ben', { text: 'after' });
      expect(two.entries.elsewhere('ana')).toHaveLength(1);
      redis.resume();
      await sees(two, 'ben', ['after'], LONG_MS);
      expect(two.changed).toEqual(['ana', 'ben', 'ben']);
    },
    TIMEOUT_MS,
  );

  it(
    'are written again where Redis has lost them',
    async () => {
      const [one, two] = [await node(), await node()];
      one.entries.set('ana', { text: 'here' });
      await sees(two, 'ana', ['here']);
      await withRedis((client) => client.flushall());
      one.entries.set('ben', { text: 'came' });
      await sees(two, 'ben', ['came']);
      const three = await node();
      await sees(three, 'ana', ['here']);
      await sees(three, 'ben', ['came']);
      expect(two.changed).toEqual(['ana', 'ben']);
    },
    TIMEOUT_MS,
  );

  it(
    'that no node would write are no entries',
    async () => {
      const [one, two] = [await node(), await node()];
      one.entries.set('ana', { text: 'here' });
      await sees(two, 'ana', ['here']);
      await isWhole(one);
      const key = `lyceum:entries:${one.bus.sharing.node}`;
      const add = (n: number, body: string) => (client: Redis) =>
        client.xadd('lyceum:facts', '*', 'node', 'stranger', 'n', n, 'shared', body);
      await withRedis(async (client) => {
        await client.hset(key, 'notes:bad', '{', 'notes:worse', '{"text":1}', 'notes:worst', 'null', 'none', '{"text":"x"}');
        for (const [n, body] of ['', 'null', '{}', '{"seq":1,"changes":{}}', '{"seq":"x","changes":[]}'].entries())
          await add(n + 1, body)(client);
        await add(6, '{"seq":1,"changes":[1,null,[],["notes:eve",7],["notes:fay",{"text":"well"}]]}')(client);
        await client.xadd('lyceum:facts', '*', 'nonsense', '');
        await client.set('lyceum:entries:wrong', 'type');
        await client.xadd('lyceum:facts', '*', 'node', 'wrong', 'n', 1, 'beat', '5');
      });
      await sees(two, 'fay', ['well']);
      const three = await node();
      await sees(three, 'ana', ['here']);
      await sees(three, 'fay', []);
      for (const { entries } of [two, three]) {
        const keys = [...entries.allElsewhere()].map(([name]) => name);
        expect(keys.filter((name) => !['ana', 'fay'].includes(name))).toEqual([]);
      }
      // A stranger that says nothing more is forgotten.
      await sees(two, 'fay', [], LONG_MS);
      await sees(two, 'ana', ['here']);
    },
    TIMEOUT_MS,
  );
});
