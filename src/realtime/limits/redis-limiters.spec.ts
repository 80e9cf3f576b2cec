import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Redis as Client } from 'ioredis';
import { describeWith } from '../../../test/support/describe-with.js';
import { startRedis, type Redis } from '../../../test/support/redis.js';
import { eventually } from '../../../test/support/wait.js';
import { orRateLimited } from './limiters.js';
import { RedisLimiters } from './redis-limiters.js';

const LIMITED = expect.objectContaining({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });

describeWith(['redis'], 'limits in Redis', () => {
  let redis: Redis;
  let client: Client;
  let nodes: RedisLimiters[];
  let number = 0;
  /** A name of this test's own. */
  let name: string;
  const logged = {
    log: jest.spyOn(Logger.prototype, 'log').mockReturnValue(),
    warn: jest.spyOn(Logger.prototype, 'warn').mockReturnValue(),
  };

  /** How many of these were let through. */
  const passed = async (attempts: readonly unknown[]): Promise<number> =>
    (await Promise.allSettled(attempts as Promise<unknown>[])).filter(({ status }) => status === 'fulfilled').length;
  const shared = async (): Promise<void> => {
    await eventually(async () => {
      await Promise.resolve();
      for (const node of nodes) expect(node.isShared).toBe(true);
    }, 10_000);
  };

  const hang = async (): Promise<void> => {
    redis.pause();
    await Promise.resolve();
  };
  const wake = async (): Promise<void> => {
    redis.resume();
    await Promise.resolve();
  };

  beforeAll(async () => {
    redis = await startRedis();
    client = new Client(redis.url);
    client.on('error', () => undefined);
    nodes = [new RedisLimiters(redis.url), new RedisLimiters(redis.url)];
    await shared();
  }, 30_000);
  beforeEach(() => {
    name = `test-${(number += 1)}`;
  });
  afterAll(async () => {
    for (const node of nodes) node.onApplicationShutdown();
    client.disconnect();
    await redis.stop();
  }, 30_000);

  it('are those of all nodes together, whatever comes at once', async () => {
    const windows = nodes.map((node) => node.window({ name, points: 30, seconds: 60 }));
    const consumed = Array.from({ length: 100 }, (_, index) => windows[index % 2]!.consume('ana'));
    expect(await passed(consumed)).toBe(30);
    expect(await passed([windows[0]!.consume('ben'), windows[1]!.consume('ben')])).toBe(2);
    await expect(orRateLimited(windows[0]!.consume('ana'))).rejects.toEqual(LIMITED);
  });

  it('tell how long to wait, and let go then; fractions of a second count', async () => {
    const [here, there] = nodes.map((node) => node.window({ name, points: 1, seconds: 1.5 }));
    await here!.consume('ana');
    expect(await client.pttl(`lyceum:rate:${name}:ana`)).toBeGreaterThan(1_000);
    const refused = await there!.consume('ana').catch((error: unknown) => error as { msBeforeNext: number });
    expect(refused.msBeforeNext).toBeGreaterThan(0);
    expect(refused.msBeforeNext).toBeLessThanOrEqual(1_500);
    await eventually(async () => {
      expect(await client.exists(`lyceum:rate:${name}:ana`)).toBe(0);
    }, 5_000);
    await there!.consume('ana');
  });

  it.each([50 / 15, 1.1, 1 / 3])(
    'stay shared with a window of %s seconds, which is no whole number of milliseconds',
    async (seconds) => {
      const windows = nodes.map((node) => node.window({ name, points: 2, seconds: 60 + seconds }));
      const [odd] = nodes.map((node) => node.window({ name: `${name}-odd`, points: 1, seconds }));
      await odd!.consume('ana');
      expect(await client.pttl(`lyceum:rate:${name}-odd:ana`)).toBeLessThanOrEqual(Math.ceil(seconds * 1_000));
      expect(nodes.map((node) => node.isShared)).toEqual([true, true]);
      expect(await passed([0, 1, 0, 1].map((node) => windows[node]!.consume('ana')))).toBe(2);
    },
  );

  it('are asked for, and given back, on any node', async () => {
    const [here, there] = nodes.map((node) => node.window({ name, points: 2, seconds: 60, givesBack: true }));
    expect(await here!.get('ana')).toBeNull();
    await here!.reward('ana');
    expect(await passed([here!.consume('ana'), here!.consume('ana'), here!.consume('ana')])).toBe(2);
    expect(await there!.get('ana')).toMatchObject({ consumedPoints: 3 });
    await there!.reward('ana', 2);
    await here!.consume('ana');
  });

  it('don’t bother Redis with a flood of somebody who is over them', async () => {
    const window = nodes[0]!.window({ name, points: 5, seconds: 60 });
    for (let attempt = 0; attempt < 200; attempt += 1) await window.consume('eve').catch(() => undefined);
    expect(Number(await client.get(`lyceum:rate:${name}:eve`))).toBe(6);
  });

  it('leave nothing in Redis that stays', async () => {
    const window = nodes[0]!.window({ name, points: 5, seconds: 60 });
    const pauses = nodes[0]!.pauses(name, 1);
    await window.consume('ana');
    for (let attempt = 0; attempt < 3; attempt += 1) await passed([pauses.attempt('ana')]);
    await window.reward('nobody');
    await pauses.takeBack('nobody');
    const keys = (await client.keys('*')).filter((key) => key.includes(`:${name}:`));
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(0);
  });

  it('make the pauses of somebody who guesses grow over all nodes', async () => {
    const [here, there] = nodes.map((node) => node.pauses(name, 4));
    const attempts = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? here! : there!).attempt('ana'));
    // Four are free, the fifth begins the pauses.
    expect(await passed(attempts)).toBe(5);
    expect([await here!.isSlowed('ana'), await there!.isSlowed('ana')]).toEqual([true, true]);
    const refusal = await Promise.resolve(there!.attempt('ana')).catch((error: unknown) => error as { retryAfterMs: number });
    expect((refusal as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(2_000);
    await here!.forget('ana');
    expect(await there!.isSlowed('ana')).toBe(false);
    expect(await passed([there!.attempt('ana')])).toBe(1);
    await here!.takeBack('ana');
    expect(await client.hget(`lyceum:pause:${name}:ana`, 'count')).toBe('0');
  });

  describe.each([
    ['gone', () => redis.kill(), () => redis.restart()],
    ['hanging', hang, wake],
  ])('while Redis is %s', (_how, take, give) => {
    it('count on each node by itself, say so once, and are shared again afterwards', async () => {
      const [here, there] = nodes.map((node) => node.window({ name, points: 10, seconds: 600 }));
      const pauses = nodes[0]!.pauses(name, 1);
      for (const spy of Object.values(logged)) spy.mockClear();
      await take();

      // Those who are under way when it happens are answered too.
      expect(await passed(Array.from({ length: 40 }, () => here!.consume('ana')))).toBe(10);
      expect(await passed(Array.from({ length: 40 }, () => there!.consume('ana')))).toBe(10);
      expect(await passed([pauses.attempt('ana'), pauses.attempt('ana'), pauses.attempt('ana')])).toBe(2);
      expect(await pauses.isSlowed('ana')).toBe(true);
      expect(nodes.map((node) => node.isShared)).toEqual([false, false]);
      // Nobody waits for a Redis that is known to be away.
      const answered = passed(Array.from({ length: 200 }, () => here!.get('ben')));
      expect(await Promise.race([answered, new Promise((resolve) => setImmediate(resolve))])).toBe(200);

      await give();
      await shared();
      expect(logged.warn).toHaveBeenCalledTimes(2);
      expect(logged.log).toHaveBeenCalledTimes(2);
      const consumed = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? here! : there!).consume('cleo'));
      expect(await passed(consumed)).toBe(10);
    }, 30_000);
  });
});
