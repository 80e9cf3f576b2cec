import { afterEach, describe, expect, it } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { Client } from 'pg';
import { freshPath, runDirectory } from '../../../test/support/test-run.js';
import { EmbeddedPostgres } from './embedded-postgres.js';

const isOwnRun = process.env.TEST_RUN_DIR === undefined;
const START_MS = 60_000;

describe('the embedded database', () => {
  const database = new EmbeddedPostgres(freshPath('embedded'));

  afterEach(async () => {
    await database.stop();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  });

  async function connect(): Promise<Client> {
    const client = new Client({ host: 'embedded', user: 'postgres', stream: () => database.openStream() });
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
      await next.query('CREATE TABLE kept (name text)');
      await next.query("SET application_name = 'the next one'");
      await next.query('BEGIN');
      await next.query("INSERT INTO kept VALUES ('ana')");

      await given.end();
      expect((await next.query('SHOW application_name')).rows).toEqual([{ application_name: 'the next one' }]);
      await next.query('COMMIT');
      expect((await next.query('SELECT name FROM kept')).rows).toEqual([{ name: 'ana' }]);
      await next.end();
    },
    START_MS,
  );
});
