import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { apartFor, failingFor } from '../figures.js';
import { ALWAYS, CROWD, onStage, withoutCrash, type Measured, type Row } from '../row.js';
import { ready, type Stage } from '../stage.js';

const AWAY_MS = { short: 6_000, long: 30_000 };
const FLUSHES = { short: 5, long: 50 };
const TOGETHER_MS = 3_000;

const bounds: Measured = {
  ...ALWAYS,
  'attempts without an answer': 0,
  'nodes apart for after it was back, ms': 5_000,
};

/** Everybody on the sender's node hears everything live, whatever Redis does. */
const EXPECTED = { expectations: { sameNodeLive: true } };

function away(
  name: string,
  fault: string,
  go: (stage: Stage) => Promise<void> | void,
  comeBack: (stage: Stage) => Promise<void> | void,
): Row {
  return {
    name,
    fault,
    bounds,
    run: (stage, pace) =>
      withoutCrash(stage, async () => {
        let backAt = 0;
        const happens = async (): Promise<void> => {
          await go(stage);
          await delay(AWAY_MS[pace]);
          await comeBack(stage);
          backAt = Date.now();
          await Promise.all(stage.nodes.map((node) => ready(node)));
          await delay(TOGETHER_MS);
        };
        const { logs, measured } = await onStage(stage, happens, { ...CROWD[pace], ...EXPECTED });
        const names = stage.nodes.map((node) => node.name);
        return { ...measured, 'nodes apart for after it was back, ms': apartFor(logs, backAt, names) };
      }),
  };
}

export const redisKilled = away(
  'redis-killed',
  'Redis killed, back 30 s later',
  ({ redis }) => redis.kill(),
  ({ redis }) => redis.restart(),
);

export const redisPaused = away(
  'redis-paused',
  'Redis held still for 30 s',
  ({ redis }) => redis.pause(),
  ({ redis }) => redis.resume(),
);

export const redisFlushed: Row = {
  name: 'redis-flushed',
  fault: 'Redis flushed',
  bounds,

  run: (stage, pace) =>
    withoutCrash(stage, async () => {
      let lastAt = 0;
      const client = new Redis(stage.redis.url);
      try {
        const { logs, measured } = await onStage(
          stage,
          async () => {
            for (let flush = 0; flush < FLUSHES[pace]; flush += 1) {
              await client.flushall();
              lastAt = Date.now();
              await delay(200 + Math.random() * 300);
            }
            await delay(TOGETHER_MS);
          },
          { ...CROWD[pace], ...EXPECTED },
        );
        const apart = apartFor(
          logs,
          lastAt,
          stage.nodes.map(({ name }) => name),
        );
        const failing = failingFor(logs, lastAt);
        return { ...measured, 'refused for after it was back, ms': failing, 'nodes apart for after it was back, ms': apart };
      } finally {
        client.disconnect();
      }
    }),
};
