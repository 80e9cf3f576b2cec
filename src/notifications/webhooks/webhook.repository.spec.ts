import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { startPostgres, type Postgres } from '../../../test/support/postgres.js';
import { runDirectory } from '../../../test/support/test-run.js';
import { newId } from '../../common/index.js';
import { Database } from '../../database/index.js';
import type { LyceumDataSource } from '../../database/lyceum-data-source.js';
import { startDatabase } from '../../database/start-database.js';
import type { Delivery } from '../delivery/channel.js';
import { WebhookChannel } from './webhook-channel.js';
import type { WebhookSender } from './webhook-sender.js';
import { WebhookEntity } from './webhook.entity.js';
import { WebhookRepository } from './webhook.repository.js';

describeWith(['postgres'], 'a webhook that nothing gets through to', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let webhooks: WebhookRepository;
  let channel: WebhookChannel;
  let status: number;
  let answer: (() => Promise<object>) | undefined;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase();
    const settings = { url, dataDir: '/nowhere', poolSize: 2, statementTimeoutMs: 20_000, connectionTimeoutMs: 5_000 };
    source = await startDatabase({ production: false, database: settings }, [WebhookEntity]);
    database = new Database(source);
    webhooks = new WebhookRepository(source.getRepository(WebhookEntity), database);
    const send = () =>
      answer?.() ??
      Promise.resolve(
        status === 200 ? { outcome: 'delivered', status } : { outcome: 'retry', status, error: `It answered ${status}.` },
      );
    channel = new WebhookChannel(webhooks, { send } as unknown as WebhookSender);
  }, 60_000);
  afterEach(() => {
    answer = undefined;
  });
  afterAll(async () => {
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  });

  /** A webhook whose first failure was so many hours ago. */
  async function failingFor(hours: number | null): Promise<string> {
    const id = newId();
    const added = { id, url: 'https://a.example', events: ['*' as const], description: '', secret: 's', createdBy: null };
    await database.transaction((tx) => webhooks.add(tx, added, 50));
    await database.query(`UPDATE webhooks SET failing_since = now() - $2::integer * interval '1 hour' WHERE id = $1`, [
      id,
      hours,
    ]);
    return id;
  }
  const sendTo = (targetId: string) => channel.send({ id: newId(), targetId, payload: {} } as Delivery);

  it('is disabled after five days, and says why', async () => {
    status = 500;
    const id = await failingFor(5 * 24);
    expect(await sendTo(id)).toMatchObject({ outcome: 'gone', status: 500 });
    expect(await webhooks.findById(id)).toMatchObject({
      enabled: false,
      disabledReason: 'Nothing has come through for 5 days. Last: It answered 500.',
    });
    expect(await webhooks.wanted()).toEqual([]);
    status = 200;
    expect(await sendTo(id)).toEqual({ outcome: 'gone', error: 'The webhook is disabled.' });
  });

  it('is not before that', async () => {
    status = 500;
    const [first, longer] = [await failingFor(null), await failingFor(5 * 24 - 1)];
    expect(await sendTo(first)).toMatchObject({ outcome: 'retry' });
    expect(await sendTo(longer)).toMatchObject({ outcome: 'retry' });
    expect(await webhooks.findById(first)).toMatchObject({ enabled: true, failingSince: expect.any(Date) });
    expect(await webhooks.findById(longer)).toMatchObject({ enabled: true });
  });

  it('begins anew as soon as something does, or an administrator changes where it is or switches it on', async () => {
    status = 200;
    const [answering, moved, enabled] = [await failingFor(119), await failingFor(119), await failingFor(119)];
    expect(await sendTo(answering)).toEqual({ outcome: 'delivered', status: 200 });
    expect(await webhooks.findById(answering)).toMatchObject({ failingSince: null, lastSuccessAt: expect.any(Date) });
    await database.transaction((tx) => webhooks.change(tx, moved, { url: 'https://b.example' }));
    expect(await webhooks.findById(moved)).toMatchObject({ failingSince: null });
    await webhooks.disable({ id: enabled, url: 'https://a.example' }, 'Because');
    await database.transaction((tx) => webhooks.change(tx, enabled, { enabled: true }));
    expect(await webhooks.findById(enabled)).toMatchObject({ failingSince: null, disabledReason: null, enabled: true });
  });

  it('is not disabled by what its former address answered', async () => {
    for (const outcome of [
      { outcome: 'gone', status: 410, error: 'It answered 410.' },
      { outcome: 'retry', status: 500, error: 'It answered 500.' },
    ]) {
      const id = await failingFor(5 * 24);
      answer = async () => {
        await database.transaction((tx) => webhooks.change(tx, id, { url: 'https://b.example' }));
        return outcome;
      };
      expect(await sendTo(id)).toMatchObject({ outcome: 'retry' });
      expect(await webhooks.findById(id)).toMatchObject({ enabled: true, failingSince: null });
    }
  });

  it('gets nothing any more once it was removed', async () => {
    expect(await sendTo(newId())).toEqual({ outcome: 'gone', error: 'The webhook was removed.' });
  });
});
