import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { Client } from 'pg';
import { freshPath, runDirectory } from '../../../test/support/test-run.js';
import { eventually } from '../../../test/support/wait.js';
import { EmbeddedPostgres } from './embedded-postgres.js';

const isOwnRun = process.env.TEST_RUN_DIR === undefined;
const START_MS = 60_000;

describe('the embedded database', () => {
  const database = new EmbeddedPostgres(freshPath('embedded'));

  afterEach(async () => {
    await database.stop();
  });
  afterAll(async () => {
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  });

  async function connect(patienceMs = 0): Promise<Client> {
    const stream = () => database.openStream();
    const client = new Client({ host: 'embedded', user: 'postgres', connectionTimeoutMillis: patienceMs, stream });
    // That it was cut off is what this is about.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  it(
    'lets a connection that was given up undo nothing of the next one, whenever it is closed',
    async () => {
      await database.start();
      const given = await connect();
      await given.query('BEGIN');
      const next = await connect();
      await next.query('CREATE TABLE held (name text)');
      await next.query("SET application_name = 'the next one'");
      await next.query('BEGIN');
      await next.query("INSERT INTO held VALUES ('ana')");

      await given.end();
      expect((await next.query('SHOW application_name')).rows).toEqual([{ application_name: 'the next one' }]);
      await next.query('COMMIT');
      expect((await next.query('SELECT name FROM held')).rows).toEqual([{ name: 'ana' }]);
      await next.end();
    },
    START_MS,
  );

  it(
    'is started again when it does not even greet a connection, with all that was committed',
    async () => {
      await database.start();
      const stuck = await connect();
      await stuck.query('CREATE TABLE kept (name text)');
      const answer = stuck.query('SELECT pg_sleep(600)').catch(() => 'lost');

      await expect(connect(1_000)).rejects.toThrow(/timeout|terminated/i);
      expect(await answer).toBe('lost');
      // The worker may still be ending: until it has, there is no database.
      const next = await eventually(() => connect(), START_MS / 2);
      expect((await next.query('SELECT name FROM kept')).rows).toEqual([]);
      await next.end();
    },
    START_MS,
  );
});
