import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { account, query } from '../../support/postgres.js';
import { SmallDisk } from '../../support/small-disk.js';
import { eventually } from '../../support/wait.js';
import { storedIn, storedOnNode } from '../evidence.js';
import { counted, failingFor, slowestRefusal } from '../figures.js';
import type { Load } from '../load.js';
import type { Place } from '../person.js';
import { ALWAYS, underLoad, type Ground, type Measured, type Row } from '../row.js';
import { addressOf, UNLIMITED } from '../stage.js';
import { appToken, newId } from '../../support/tokens.js';
import { overSocketIo } from '../wire.js';

const FULL_MS = { short: 3_000, long: 30_000 };
/** Long messages, so that no page has room for another. */
const LOAD = { rooms: 20, perSecond: 100, size: 3_000 };

const bounds: Measured = {
  ...ALWAYS,
  'reads refused while it was full': 0,
  'attempts without an answer': 0,
  'slowest refusal, ms': 3_000,
  'refused for after there was room, ms': 5_000,
};

/** People talk while the disk is full for that long, and somebody reads. */
async function whileFull(disk: SmallDisk, ground: Ground, fullMs: number): Promise<Measured> {
  let freedAt = 0;
  let reads = 0;
  let refused = 0;
  const { logs, measured } = await underLoad(
    ground,
    async (load) => {
      disk.fill();
      await eventually(() => sendsAreRefused(load), 20_000);
      const [room] = load.rooms as [string];
      const reader = await overSocketIo(ground.places[0]!, load.tokenIn(room), () => undefined);
      for (const until = Date.now() + fullMs; Date.now() < until; reads += 1) {
        if ((await reader.ask('chat:history', { room: { key: room } })).ok !== true) refused += 1;
        await delay(100);
      }
      reader.close();
      disk.free();
      freedAt = Date.now();
    },
    LOAD,
  );
  return {
    'reads while it was full': reads,
    'reads refused while it was full': refused,
    ...measured,
    'slowest refusal, ms': slowestRefusal(logs),
    'refused for after there was room, ms': failingFor(logs, freedAt),
  };
}

function sendsAreRefused(load: Load): Promise<void> {
  return counted(load.logs, 'failed') > 0 ? Promise.resolve() : Promise.reject(new Error('The disk is not full yet'));
}

function placeOf(gateway: Gateway): Place {
  return { name: 'one', ...addressOf(gateway) };
}

function unforeseen(gateway: Gateway): Measured {
  return { 'errors nobody foresaw': gateway.output().match(/"correlationId"/g)?.length ?? 0 };
}

export const postgresDiskFull: Row = {
  name: 'disk-full',
  fault: 'disk full under PostgreSQL',
  bounds,

  async run({ postgres }, pace) {
    const disk = SmallDisk.mount({ megabytes: 64, owner: account() });
    const name = `small_${randomBytes(6).toString('hex')}`;
    await query(postgres.url, `CREATE TABLESPACE ${name} LOCATION '${disk.path}'`);
    await query(postgres.url, `CREATE DATABASE ${name} TABLESPACE ${name}`);
    const database = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
    let gateway: Gateway | undefined;
    try {
      gateway = await startGateway({ database, env: UNLIMITED });
      const ground = { places: [placeOf(gateway)], stored: (rooms: readonly string[]) => storedIn(database, rooms) };
      return { ...(await whileFull(disk, ground, FULL_MS[pace])), ...unforeseen(gateway) };
    } finally {
      await gateway?.stop();
      await query(postgres.url, `DROP DATABASE ${name}`);
      await query(postgres.url, `DROP TABLESPACE ${name}`);
      disk.unmount();
    }
  },
};

export const embeddedDiskFull: Row = {
  name: 'embedded-disk-full',
  fault: 'disk full under the embedded database (`DATA_DIR`)',
  bounds,

  async run(_stage, pace) {
    const disk = SmallDisk.mount({ megabytes: 256 });
    let gateway: Gateway | undefined;
    try {
      const started = (gateway = await startGateway({ database: 'embedded', dataDir: `${disk.path}/data`, env: UNLIMITED }));
      const auditor = appToken({ sub: newId('auditor'), name: 'Auditor' });
      const stored = async (rooms: readonly string[]) => {
        // What a process that knows nothing finds on the disk.
        await started.kill();
        await started.restart();
        return storedOnNode(placeOf(started), auditor, rooms);
      };
      const full = await whileFull(disk, { places: [placeOf(gateway)], stored }, FULL_MS[pace]);
      return { ...full, ...unforeseen(gateway) };
    } finally {
      await gateway?.stop();
      disk.unmount();
    }
  },
};
