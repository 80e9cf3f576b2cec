import { expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { describeWith } from '../../../test/support/describe-with.js';
import { startRedis } from '../../../test/support/redis.js';
import { eventually } from '../../../test/support/wait.js';
import { RedisStreamBus } from './redis-stream-bus.js';

const SIGNALS = 9_000;
/** Names so many rooms that a few thousand signals are more than may wait: each takes some time and memory beside its text. */
const ROOM_IDS = Array.from({ length: 100 }, (_, n) => `room ${n} of a long list of rooms that are closed`);

describeWith(['redis'], 'RedisStreamBus', () => {
  it('keeps no more signals than it has room for while Redis is away, and goes on afterwards', async () => {
    const redis = await startRedis();
    const bus = new RedisStreamBus(redis.url);
    const stateIs = async (state: string): Promise<void> => {
      await Promise.resolve();
      expect(bus.state).toBe(state);
    };
    await eventually(() => stateIs('connected'));
    await redis.kill();
    await eventually(() => stateIs('degraded'));
    for (let n = 0; n < SIGNALS; n += 1) void bus.signal({ name: 'rooms-closed', data: { roomIds: [String(n), ...ROOM_IDS] } });
    await redis.restart();

    const reader = new Redis(redis.url);
    await eventually(async () => {
      const [newest] = await reader.xrevrange('lyceum:facts', '+', '-', 'COUNT', 1);
      // A sign of life comes behind all that had waited.
      expect(newest?.[1]).toContain('beat');
      expect(Number(newest?.[1][3])).toBeLessThan(SIGNALS);
      expect(Number(newest?.[1][3])).toBeGreaterThan(1_000);
    }, 10_000);
    await reader.quit();
    await bus.close();
    await redis.stop();
  }, 60_000);
});
