import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { WorkerStream } from './embedded/worker-stream.js';
import { dataSourceOptions } from './data-source-options.js';

const config = { dataDir: '/data', poolSize: 7, statementTimeoutMs: 2_000, connectionTimeoutMs: 1_500 };
const onServer = dataSourceOptions({ ...config, url: 'postgres://app:secret@db:5432/app' }, []);
const openStream = () => new WorkerStream(() => Promise.reject(new Error('not asked for')));
const embedded = dataSourceOptions({ ...config, url: undefined }, [], openStream);

describe.each([
  ['PostgreSQL', onServer],
  ['the embedded database', embedded],
])('the options for %s', (_, options) => {
  it('never change the schema but by listed migrations', () => {
    expect(options).toMatchObject({ schema: 'lyceum', synchronize: false, migrationsRun: false });
    expect((options.migrations as unknown[]).every((migration) => typeof migration === 'function')).toBe(true);
  });

  it('read bigint as exact numbers, on our connections only', () => {
    const parse = (options.extra as pg.PoolConfig).types?.getTypeParser(pg.types.builtins.INT8, 'text') as (
      text: string,
    ) => unknown;

    expect(parse('9007199254740991')).toBe(9_007_199_254_740_991);
    expect(() => parse('9007199254740993')).toThrow(RangeError);
    const parseElsewhere = pg.types.getTypeParser(pg.types.builtins.INT8) as (text: string) => unknown;
    expect(parseElsewhere('1')).toBe('1');
  });
});

describe('the pool', () => {
  it('is as large and as patient as configured for PostgreSQL', () => {
    expect(onServer).toMatchObject({ url: 'postgres://app:secret@db:5432/app' });
    expect(onServer.extra).toMatchObject({ max: 7, connectionTimeoutMillis: 1_500, keepAlive: true });
  });

  it('has one patient connection to the embedded database, which never idles out', () => {
    expect(embedded.extra).toMatchObject({ max: 1, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 0, stream: openStream });
    expect(embedded).toMatchObject({ host: 'embedded', username: 'postgres', ssl: false });
  });
});
