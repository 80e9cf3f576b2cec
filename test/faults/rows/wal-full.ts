import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startGateway } from '../../support/gateway.js';
import { account, query, startPostgres, type Postgres } from '../../support/postgres.js';
import { SmallDisk } from '../../support/small-disk.js';
import { eventually } from '../../support/wait.js';
import { storedIn } from '../evidence.js';
import { counted, failingFor, slowestRefusal } from '../figures.js';
import { ALWAYS, underLoad, type Row } from '../row.js';
import { addressOf, UNLIMITED } from '../stage.js';

const FULL_MS = { short: 3_000, long: 30_000 };
/** How long people go on talking when it is back. */
const BACK_MS = { short: 1_500, long: 5_000 };
/** Some of its files, which have 16 MB each. */
const MEGABYTES = 96;
const LOAD = { rooms: 20, perSecond: 100 };
const GONE_MS = 30_000;

/**
 * PostgreSQL does not live where it can't write its log: it ends itself, and does not start before there is room. Whoever watches over it
 * starts it then.
 */
export const walDiskFull: Row = {
  name: 'wal-disk-full',
  fault: 'disk full under PostgreSQL’s log (`pg_wal`)',
  bounds: {
    ...ALWAYS,
    'attempts without an answer': 0,
    'slowest refusal, ms': 3_000,
    'refused for after it was back, ms': 5_000,
  },

  async run(_stage, pace) {
    const disk = SmallDisk.mount({ megabytes: MEGABYTES, owner: account() });
    const postgres = await startPostgres();
    try {
      const database = await postgres.createDatabase();
      await moveLog(postgres, disk.path);
      const gateway = await startGateway({ database, env: UNLIMITED });
      const { pid } = gateway;
      try {
        const ground = {
          places: [{ name: 'one', ...addressOf(gateway) }],
          stored: (rooms: readonly string[]) => storedIn(database, rooms),
        };
        let backAt = 0;
        const { logs, measured } = await underLoad(
          ground,
          async (load) => {
            disk.fill();
            await eventually(() => isGone(postgres), GONE_MS);
            await delay(FULL_MS[pace]);
            if (counted(load.logs, 'failed') === 0) throw new Error('Nothing was refused while it was away');
            disk.free();
            await postgres.restart();
            backAt = Date.now();
            await delay(BACK_MS[pace]);
          },
          LOAD,
        );
        if (gateway.pid !== pid) throw new Error('The gateway is another process');
        process.kill(pid, 0);
        return {
          ...measured,
          'slowest refusal, ms': slowestRefusal(logs),
          'refused for after it was back, ms': failingFor(logs, backAt),
          'errors nobody foresaw': gateway.output().match(/"correlationId"/g)?.length ?? 0,
        };
      } finally {
        await gateway.stop();
      }
    } finally {
      await postgres.stop();
      disk.unmount();
    }
  },
};

/** Puts its log on that disk; it is away meanwhile. */
async function moveLog(postgres: Postgres, path: string): Promise<void> {
  const [{ data_directory: directory }] = (await query(postgres.url, 'SHOW data_directory')) as [{ data_directory: string }];
  await postgres.stop();
  const log = join(directory, 'pg_wal');
  execFileSync('cp', ['-a', `${log}/.`, path]);
  chmodSync(path, 0o700);
  rmSync(log, { recursive: true });
  symlinkSync(path, log);
  await postgres.restart();
}

/** Has it begin another file of its log each time, until there is no room for one, and it is gone. */
async function isGone({ url, pid }: Postgres): Promise<void> {
  await query(url, 'SELECT pg_switch_wal()').catch(() => undefined);
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  throw new Error('There is room for the log');
}
