import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { apartFor, failingFor } from '../figures.js';
import { ALWAYS, CROWD, onStage, withoutCrash, type Measured, type Row } from '../row.js';
import { ready, type Stage } from '../stage.js';

const AWAY_MS = { short: 6_000, long: 30_000 };
const FLUSHES = { short: 5, long: 50 };
const TOGETHER_MS = 3_000;
const ON_THE_WAY_MS = 1_000;
const TOGETHER = 'the others apart meanwhile, ms';

const bounds: Measured = {
  ...ALWAYS,
  'attempts without an answer': 0,
  'nodes apart for after it was back, ms': 5_000,
};

/** Everybody on the sender's node hears everything live, whatever Redis does. */
const EXPECTED = { expectations: { sameNodeLive: true } };

interface Away extends Pick<Row, 'name' | 'fault'> {
  readonly go: (stage: Stage) => Promise<void> | void;
  readonly comeBack: (stage: Stage) => Promise<void> | void;
  /** Nodes that go on hearing each other. */
  readonly together?: readonly string[];
}

function away({ name, fault, go, comeBack, together = [] }: Away): Row {
  return {
    name,
    fault,
    bounds: { ...bounds, ...(together.length > 0 ? { [TOGETHER]: TOGETHER_MS } : {}) },
    run: (stage, pace) =>
      withoutCrash(stage, async () => {
        let [goneAt, backAt] = [0, 0];
        const happens = async (): Promise<void> => {
          await go(stage);
          goneAt = Date.now();
          await delay(AWAY_MS[pace]);
          await comeBack(stage);
          backAt = Date.now();
          await Promise.all(stage.nodes.map((node) => ready(node)));
          await delay(TOGETHER_MS);
        };
        const { logs, measured } = await onStage(stage, happens, { ...CROWD[pace], ...EXPECTED });
        const names = stage.nodes.map((node) => node.name);
        return {
          ...measured,
          // What was on its way when it went does not count.
          ...(together.length > 0 ? { [TOGETHER]: apartFor(logs, goneAt + ON_THE_WAY_MS, together) } : {}),
          'nodes apart for after it was back, ms': apartFor(logs, backAt, names),
        };
      }),
  };
}

export const redisKilled = away({
  name: 'redis-killed',
  fault: 'Redis killed, back 30 s later',
  go: ({ redis }) => redis.kill(),
  comeBack: ({ redis }) => redis.restart(),
});

export const redisPaused = away({
  name: 'redis-paused',
  fault: 'Redis held still for 30 s',
  go: ({ redis }) => redis.pause(),
  comeBack: ({ redis }) => redis.resume(),
});

/** Without a word: what is on its way is swallowed, as a firewall does it. */
export const redisCutFromOne = away({
  name: 'redis-cut-from-one',
  fault: 'one node cut off from Redis for 30 s, the others not',
  together: ['two', 'three'],
  go: ({ nodes: [one] }) => one?.redis.pause(),
  comeBack: ({ nodes: [one] }) => {
    one?.redis.reset();
    one?.redis.resume();
  },
});

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
