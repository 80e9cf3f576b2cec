import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { describeWith } from '../../test/support/describe-with.js';
import { freePort } from '../../test/support/ports.js';
import { type Postgres, query, startPostgres } from '../../test/support/postgres.js';
import { runDirectory } from '../../test/support/test-run.js';
import { GuestEntity } from '../auth/guests/guest.entity.js';
import { MentorInvitationEntity } from '../auth/mentor-signup/mentor-invitation.entity.js';
import { RevocationEntity } from '../auth/revocations/revocation.entity.js';
import { LoginSessionEntity } from '../auth/sessions/login-session.entity.js';
import { RefreshTokenEntity } from '../auth/sessions/refresh-token.entity.js';
import { UserEntity } from '../auth/user.entity.js';
import { MessageEntity } from '../chat/message.entity.js';
import { AttachmentEntity } from '../files/attachment.entity.js';
import { FileEntity } from '../files/file.entity.js';
import { FileUsageEntity } from '../files/file-usage.entity.js';
import { HelpOfferEntity } from '../mentor-status/help/help-offer.entity.js';
import { HelpRequestEntity } from '../mentor-status/help/help-request.entity.js';
import { MentorStatusEntity } from '../mentor-status/mentor-status.entity.js';
import { DeliveryEntity } from '../notifications/delivery/delivery.entity.js';
import { NotificationEntity } from '../notifications/feed/notification.entity.js';
import { PendingNoticeEntity } from '../notifications/notices/pending-notice.entity.js';
import { PreferencesEntity } from '../notifications/preferences/preferences.entity.js';
import { PresenceEntity } from '../presence/stored/presence.entity.js';
import { KeptMuteEntity } from '../rooms/kept-mute.entity.js';
import { RoomMemberEntity } from '../rooms/room-member.entity.js';
import { RoomEntity } from '../rooms/room.entity.js';
import { ADVISORY_LOCK } from './migrations/migrate-under-lock.js';
import { MIGRATIONS } from './migrations/index.js';
import { OutboxEventEntity } from './outbox/outbox-event.entity.js';
import { startDatabase } from './start-database.js';

const STATEMENT_TIMEOUT_MS = 200;

function settings(url: string, statementTimeoutMs = STATEMENT_TIMEOUT_MS) {
  const timeouts = { statementTimeoutMs, connectionTimeoutMs: 1_000 };
  return { production: true, database: { url, dataDir: '/nowhere', poolSize: 2, ...timeouts } };
}

describeWith(['postgres'], 'startDatabase', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);

  afterAll(async () => {
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  });

  it('makes exactly what the entities say', async () => {
    // What TypeORM asks of the catalog takes its time on a busy machine.
    const source = await startDatabase(settings(await postgres.createDatabase(), 20_000), [
      UserEntity,
      LoginSessionEntity,
      RefreshTokenEntity,
      MentorInvitationEntity,
      RevocationEntity,
      RoomEntity,
      RoomMemberEntity,
      KeptMuteEntity,
      MessageEntity,
      PresenceEntity,
      MentorStatusEntity,
      HelpRequestEntity,
      HelpOfferEntity,
      GuestEntity,
      FileEntity,
      AttachmentEntity,
      FileUsageEntity,
      OutboxEventEntity,
      DeliveryEntity,
      PendingNoticeEntity,
      NotificationEntity,
      PreferencesEntity,
    ]);
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    await source.destroy();

    expect(upQueries).toEqual([]);
  });

  it('migrates once when three start together, however long they have to wait for another', async () => {
    const url = await postgres.createDatabase();
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);

    const starts = Promise.all([1, 2, 3].map(() => startDatabase(settings(url), [])));
    await waitUntil(async () => (await waitingForLock(url)) === 3);
    await new Promise((resolve) => setTimeout(resolve, STATEMENT_TIMEOUT_MS * 3));
    await other.end();
    const sources = await starts;
    await Promise.all(sources.map((source) => source.destroy()));

    expect(await query(url, 'SELECT name FROM lyceum.migrations')).toEqual(
      MIGRATIONS.map((Migration) => ({ name: new Migration().name })),
    );
  }, 20_000);

  it('can undo and repeat every migration', async () => {
    const url = await postgres.createDatabase();
    const source = await startDatabase(settings(url), []);
    const tables = () => query(url, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'lyceum' ORDER BY 1`);
    const before = await tables();
    for (const _ of source.migrations) await source.undoLastMigration();
    expect(await tables()).toEqual([{ table_name: 'migrations' }]);
    await source.runMigrations();
    await source.destroy();

    expect(await tables()).toEqual(before);
  });

  it("leaves the app's own tables alone", async () => {
    const url = await postgres.createDatabase();
    await query(url, 'CREATE TABLE public.users (id int)');
    const source = await startDatabase(settings(url), []);
    const [row] = await source.query<{ id: string }[]>(
      `INSERT INTO users (id, issuer, name) VALUES ('a', 'app', 'A') RETURNING id`,
    );
    await source.destroy();

    expect(row).toEqual({ id: 'a' });
    expect(await query(url, 'SELECT * FROM public.users')).toEqual([]);
  });

  it('waits for a server that starts later', async () => {
    const url = await postgres.createDatabase();
    await postgres.stop();
    const starting = startDatabase(settings(url), []);
    await postgres.restart();

    await (await starting).destroy();
  }, 20_000);

  it('gives up with a sentence that names the place and keeps the password', async () => {
    const place = `127.0.0.1:${await freePort()}/app`;

    const error: unknown = await startDatabase(settings(`postgres://app:secret@${place}`), [], 0).catch(
      (thrown: unknown) => thrown,
    );

    expect(String(error)).toContain(place);
    expect(String(error)).toContain('DATABASE_URL');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
  });

  it('does not wait where waiting does not help', async () => {
    const url = new URL(postgres.url);
    url.pathname = '/absent';

    await expect(startDatabase(settings(url.href), [])).rejects.toThrow('database "absent" does not exist');
  });
});

async function waitingForLock(url: string): Promise<number> {
  return (await query(url, `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).length;
}

async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('What was waited for did not happen within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
