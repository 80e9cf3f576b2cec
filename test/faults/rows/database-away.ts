import { setTimeout as delay } from 'node:timers/promises';
import { query } from '../../support/postgres.js';
import { failingFor, slowestRefusal } from '../figures.js';
import type { PersonLog } from '../log.js';
import { ALWAYS, CROWD, onStage, withoutCrash, type Measured, type Row } from '../row.js';
import type { Node } from '../stage.js';

const AWAY_MS = 5_000;
/** How long people go on talking when it is back. */
const BACK_MS = { short: 1_500, long: 5_000 };
const KILLS = { short: 2, long: 10 };
const RESTLESS_MS = { short: 4_000, long: 30_000 };
/** Longer than a node tries by itself: the client's own repeat must find what was committed. */
const UNREACHABLE_MS = 3_500;

const bounds: Measured = {
  ...ALWAYS,
  'attempts without an answer': 0,
  'slowest refusal, ms': 3_000,
  'refused for after it was back, ms': 5_000,
};

function figures(logs: readonly PersonLog[], backAt: number): Measured {
  return { 'slowest refusal, ms': slowestRefusal(logs), 'refused for after it was back, ms': failingFor(logs, backAt) };
}

export const databaseStopped: Row = {
  name: 'database-stopped',
  fault: 'PostgreSQL stopped for 5 s',
  bounds,

  run: (stage, pace) =>
    withoutCrash(stage, async () => {
      let backAt = 0;
      const happens = async (): Promise<void> => {
        await stage.postgres.stop();
        await delay(AWAY_MS);
        await stage.postgres.restart();
        backAt = Date.now();
        await delay(BACK_MS[pace]);
      };
      const { logs, measured } = await onStage(stage, happens, CROWD[pace]);
      return { ...measured, ...figures(logs, backAt) };
    }),
};

/** As a crash of its machine: it finds by its log what was committed. */
export const databaseKilled: Row = {
  name: 'database-killed',
  fault: '`kill -9` of PostgreSQL, all of it, in the middle of its work',
  bounds,

  run: (stage, pace) =>
    withoutCrash(stage, async () => {
      let backAt = 0;
      const happens = async (): Promise<void> => {
        for (let kill = 0; kill < KILLS[pace]; kill += 1) {
          await stage.postgres.kill();
          await stage.postgres.restart();
          backAt = Date.now();
          await delay(BACK_MS[pace]);
        }
      };
      const { logs, measured } = await onStage(stage, happens, CROWD[pace]);
      return { kills: KILLS[pace], ...measured, ...figures(logs, backAt) };
    }),
};

export const backendsTerminated: Row = {
  name: 'backends-terminated',
  fault: 'PostgreSQL’s backends terminated at random',
  bounds,

  run: (stage, pace) =>
    withoutCrash(stage, async () => {
      let terminated = 0;
      let quietAt = 0;
      const happens = async (): Promise<void> => {
        const until = Date.now() + RESTLESS_MS[pace];
        while (Date.now() < until) {
          terminated += await terminateSome(stage.database);
          await delay(50 + Math.random() * 200);
        }
        quietAt = Date.now();
      };
      const { logs, measured } = await onStage(stage, happens, CROWD[pace]);
      return { 'backends terminated': terminated, ...measured, ...figures(logs, quietAt) };
    }),
};

async function terminateSome(database: string): Promise<number> {
  const some = "application_name = 'lyceum' AND random() < 0.4";
  return (await query(database, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${some}`)).length;
}

/** PostgreSQL's word that a transaction is committed, as it goes over the wire. */
const COMMITTED = Buffer.from('C\0\0\0\x0bCOMMIT\0', 'latin1');

export const cutAfterCommit: Row = {
  name: 'cut-after-commit',
  fault: 'connection cut after COMMIT, before the reply',
  bounds,

  run: (stage, pace) =>
    withoutCrash(stage, async () => {
      let cuts = 0;
      let quietAt = 0;
      const happens = async (): Promise<void> => {
        const until = Date.now() + RESTLESS_MS[pace];
        const cutOften = async ({ database }: Node): Promise<void> => {
          while (Date.now() < until) {
            await database.cutBefore(COMMITTED, 'down');
            cuts += 1;
            await delay(100);
          }
        };
        await Promise.all(stage.nodes.map(cutOften));
        const [{ database }] = stage.nodes as [Node];
        await database.cutBefore(COMMITTED, 'down');
        database.reset({ refuse: true });
        await delay(UNREACHABLE_MS);
        database.admit();
        quietAt = Date.now();
      };
      const { logs, measured } = await onStage(stage, happens, CROWD[pace]);
      if (cuts === 0) throw new Error('Nothing was cut');
      return { cuts, ...measured, ...figures(logs, quietAt) };
    }),
};
