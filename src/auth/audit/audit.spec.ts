import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { describeWith } from '../../../test/support/describe-with.js';
import { type Postgres, startPostgres } from '../../../test/support/postgres.js';
import { runDirectory } from '../../../test/support/test-run.js';
import type { AppConfig } from '../../config/index.js';
import { Database } from '../../database/index.js';
import type { LyceumDataSource } from '../../database/lyceum-data-source.js';
import { startDatabase } from '../../database/start-database.js';
import type { AuditEvent } from './audit-event.js';
import { AuditRepository } from './audit.repository.js';
import { Audit } from './audit.service.js';
import { ExpiredAudit } from './expired-audit.js';

const CAN_BE_LATE = 60_000;
const EVENT: AuditEvent = {
  actor: { kind: 'admin', id: 'ana' },
  action: 'users.ban',
  target: 'ben',
  address: '192.0.2.1',
  outcome: 'done',
};

describeWith(['postgres'], 'Audit on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let audit: Audit;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    postgres = await startPostgres();
    const timeouts = { statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    const settings = { url: await postgres.createDatabase(), dataDir: '/nowhere', poolSize: 5, ...timeouts };
    source = await startDatabase({ production: false, database: settings }, []);
    database = new Database(source);
    audit = new Audit(new AuditRepository(database));
  }, CAN_BE_LATE);

  afterAll(async () => {
    Logger.overrideLogger(true);
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  const targets = async (): Promise<string[]> => {
    return (await database.query<{ target: string }>('SELECT target FROM audit_events ORDER BY target')).map(
      ({ target }) => target,
    );
  };

  it('keeps what is done with what is done, or neither', async () => {
    const work = database.transaction(async (tx) => {
      await audit.recordIn(tx, EVENT);
      throw new Error('not done');
    });
    await expect(work).rejects.toThrow('not done');
    expect(await targets()).toEqual([]);
    await database.transaction((tx) => audit.recordIn(tx, EVENT));
    expect(await targets()).toEqual(['ben']);
  });

  it('keeps many at once, and does not fail what was done where it cannot', async () => {
    await Promise.all(['1', '2', '3'].map((target) => audit.record({ ...EVENT, target })));
    await audit.record({ ...EVENT, target: 'a\0b' });
    expect(await targets()).toEqual(['1', '2', '3', 'ben']);
  });

  it('forgets after AUDIT_DAYS', async () => {
    await database.query(`UPDATE audit_events SET at = now() - interval '31 days' WHERE target IN ('1', '2')`);
    await database.query(`UPDATE audit_events SET at = now() - interval '29 days' WHERE target = '3'`);
    const config = { serverApi: { auditDays: 30 } } as AppConfig;
    await new ExpiredAudit(config, new AuditRepository(database)).sweep();
    expect(await targets()).toEqual(['3', 'ben']);
  });
});
