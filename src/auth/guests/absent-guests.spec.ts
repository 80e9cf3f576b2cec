import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { type Postgres, startPostgres } from '../../../test/support/postgres.js';
import { runDirectory } from '../../../test/support/test-run.js';
import { newGuestId } from '../../common/index.js';
import { Database } from '../../database/index.js';
import type { LyceumDataSource } from '../../database/lyceum-data-source.js';
import { startDatabase } from '../../database/start-database.js';
import type { ConnectionTable } from '../../realtime/index.js';
import { AbsentGuests } from './absent-guests.js';
import { GuestEntity } from './guest.entity.js';
import { GuestRepository } from './guest.repository.js';

const CAN_BE_LATE = 60_000;

describeWith(['postgres'], 'guests who claim an id, on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let guests: GuestRepository;
  let database: Database;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase();
    const settings = { url, dataDir: '/nowhere', poolSize: 2, statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    source = await startDatabase({ production: false, database: settings }, [GuestEntity]);
    database = new Database(source);
    guests = new GuestRepository(database);
  }, CAN_BE_LATE);

  afterAll(async () => {
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  it('have the role that they claimed last, and are forgotten a day after they were here last', async () => {
    for (const id of ['guest:here', 'guest:lately', 'guest:gone']) await guests.put({ id, role: 'student' });
    await guests.put({ id: 'guest:here', role: 'mentor' });
    await database.query(`UPDATE guests SET seen_at = now() - interval '25 hours' WHERE id <> 'guest:lately'`);
    const connected = ['guest:here', newGuestId()].map((id) => ({ user: { id, guest: true } }));
    const connections = { all: () => connected } as unknown as ConnectionTable;

    await new AbsentGuests(guests, connections).forget();

    const known = await guests.findByIds(['guest:here', 'guest:lately', 'guest:gone', ...connected.map(({ user }) => user.id)]);
    expect(Object.fromEntries(known.map(({ id, role }) => [id, role]))).toEqual({
      'guest:here': 'mentor',
      'guest:lately': 'student',
    });
  });

  it('are all forgotten, however many came', async () => {
    await database.query(
      `INSERT INTO guests (id, role, seen_at)
       SELECT 'guest:crowd-' || n, 'student', now() - interval '25 hours' FROM generate_series(1, 2500) n`,
    );
    await new AbsentGuests(guests, { all: () => [] } as unknown as ConnectionTable).forget();
    expect(await database.query(`SELECT id FROM guests WHERE id LIKE 'guest:crowd-%'`)).toEqual([]);
  });
});
