import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ROOMY, START_MS } from '../../contract/settings.js';
import { describeWith } from '../../support/describe-with.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { query, startPostgres, type Postgres } from '../../support/postgres.js';

/** Said since PostgreSQL last tidied up; by its defaults all of them would lie unsorted in the index. */
const SAID = 6_000;
/** Pages of 8 KB: the way down to three words, and 128 KB. */
const PAGES_READ = 50;

const WORDS = `(to_tsvector('simple'::regconfig, lower(text)) || array_to_tsvector(ARRAY[' ' || room_id::text]))`;
const SEARCH = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT id FROM lyceum.messages
  WHERE ${WORDS} @@ 'number & 77'::tsquery AND deleted_at IS NULL`;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

describeWith(['postgres'], 'the index of words, when much was said since it was tidied', () => {
  let postgres: Postgres;
  let database: string;
  let gateway: Gateway;

  beforeAll(async () => {
    postgres = await startPostgres();
    database = await postgres.createDatabase();
    gateway = await startGateway({ database, env: ROOMY });
  }, START_MS);

  afterAll(async () => {
    await gateway.stop();
    await postgres.kill();
  });

  it('has a search read a few pages, not all that was said', async () => {
    await query(database, `INSERT INTO lyceum.users (id, issuer, name, role) VALUES ('ana', 'app', 'Ana', 'student')`);
    await query(
      database,
      `INSERT INTO lyceum.rooms (id, kind, key, visibility, capacity) VALUES (gen_random_uuid(), 'group', 'said', 'private', 5)`,
    );
    await query(
      database,
      `INSERT INTO lyceum.messages (id, room_id, seq, revision_seq, sender_id, client_id, kind, text)
       SELECT gen_random_uuid(), r.id, n, n, 'ana', 'c' || n, 'text', 'Said as number ' || n
       FROM lyceum.rooms r, generate_series(1, ${SAID}) n WHERE r.key = 'said'`,
    );
    await query(database, `ALTER DATABASE ${new URL(database).pathname.slice(1)} SET enable_seqscan = off`);

    const [row] = await query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(database, SEARCH);
    const scans = nodesOf(row?.['QUERY PLAN'][0].Plan).filter((node) => node['Node Type'] === 'Bitmap Index Scan');
    expect(scans).toHaveLength(1);
    for (const scan of scans) expect(scan['Shared Hit Blocks'] + scan['Shared Read Blocks']).toBeLessThan(PAGES_READ);
  });
});

function nodesOf(plan: Plan | undefined): Plan[] {
  return plan === undefined ? [] : [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
