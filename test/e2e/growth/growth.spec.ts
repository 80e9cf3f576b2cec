import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { closeAll, connectLyceum, type LyceumClient } from '../../contract/lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../../contract/settings.js';
import { describeWith } from '../../support/describe-with.js';
import { dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { query, startPostgres, type Postgres } from '../../support/postgres.js';
import { appToken } from '../../support/tokens.js';
import { grow, ROWS } from './grow.js';
import { explainAll, looksDuring } from './statements.js';

/** Rows of a table that one question may look at: a few for each thing on a page, and all rooms of one person. */
const LOOKED_AT = 250;

const PAGES = [
  '/api/conversations',
  '/api/notifications',
  '/api/mentors',
  '/api/users',
  '/api/users?query=user',
  '/api/users?query=user9',
];

const ADMIN_PAGES = [
  '/api/admin/stats',
  '/api/admin/users?limit=20',
  '/api/admin/users?role=student&limit=20',
  '/api/admin/users?banned=false&limit=20',
  '/api/admin/users?banned=true&limit=20',
  '/api/admin/users?query=user9&limit=20',
  '/api/admin/users?query=user9&role=admin&limit=20',
  '/api/admin/users?query=user9&role=mentor&limit=20',
  '/api/admin/users?query=user9&banned=true&limit=20',
  '/api/admin/users/user-5',
  '/api/admin/rooms?limit=20',
  '/api/admin/rooms?kind=group&open=true&limit=20',
  '/api/admin/rooms?open=false&limit=20',
  '/api/admin/rooms?kind=session&open=false&limit=20',
  '/api/admin/rooms?query=room-9&limit=20',
  '/api/admin/rooms?query=Room%209&limit=20',
  '/api/admin/rooms?query=Room&open=true&limit=20',
  '/api/admin/rooms?query=Room&open=false&kind=session&limit=20',
  '/api/admin/audit?limit=20',
  '/api/admin/audit?actor=user-7&action=login&limit=20',
  '/api/admin/audit?target=user-7&limit=20',
];

const ADMIN = appToken({ sub: 'user-7', name: 'User 7' });
const ANA = appToken({ sub: 'ana', name: 'Ana' });

const QUESTIONS: Record<string, (gateway: Gateway) => Promise<void>> = {
  'come, many at once': async (gateway) => {
    const crowd = Array.from({ length: 40 }, (_, index) => appToken({ sub: `user-${100 + index}`, name: 'Somebody' }));
    await Promise.all(crowd.map(async (token) => (await connectLyceum(gateway, 'websocket', token)).close()));
  },

  'talk in their rooms': async (gateway) => {
    const ana = await connectLyceum(gateway, 'websocket', ANA);
    const { rooms } = dataOf(await ana.request('rooms:list', {})) as { rooms: { room: JsonObject }[] };
    const room = { id: rooms.find(({ room: { kind } }) => kind === 'group')?.room.id };
    await ask(ana, [
      ['rooms:join', room],
      ['rooms:get', { room }],
      ['rooms:members', { room }],
      ['chat:send', { room, text: 'Hello' }],
      ['chat:history', { room }],
      ['chat:sync', { rooms: rooms.map(({ room: { id } }) => ({ room: { id }, afterSeq: 0 })) }],
      ['chat:pins', { room }],
      ['chat:read', { room, seq: 1 }],
      ['chat:unread'],
      ['chat:receipts', { room }],
      ['chat:missed'],
      ['chat:search', { query: 'number' }],
      ['chat:search', { query: 'number', room }],
    ]);
    await ana.close();
  },

  'look around': async (gateway) => {
    const ana = await connectLyceum(gateway, 'websocket', ANA);
    await ask(ana, [
      ['calls:current'],
      ['calls:history'],
      ['notifications:list'],
      ['notifications:list', { unread: true }],
      ['presence:online'],
      ['presence:watch', { users: ['user-1', 'user-2'] }],
      ['rooms:blocks'],
      ['auth:sessions'],
      ['mentors:list'],
      ['mentors:list', { available: true }],
    ]);
    await ana.close();
  },

  'look at pages': async (gateway) => {
    for (const path of PAGES) expect([path, (await call(gateway, 'GET', path, { token: ANA })).status]).toEqual([path, 200]);
  },

  'look after all the others': async (gateway) => {
    for (const path of ADMIN_PAGES) {
      expect([path, (await call(gateway, 'GET', path, { token: ADMIN })).status]).toEqual([path, 200]);
    }
  },

  'ask for help, and help': async (gateway) => {
    const ana = await connectLyceum(gateway, 'websocket', ANA);
    const mentor = await connectLyceum(gateway, 'websocket', appToken({ sub: 'user-10', name: 'User 10', role: 'mentor' }));
    await ask(ana, [['help:request', { subject: 'Greek' }]]);
    await ask(mentor, [
      ['mentors:set', { availability: 'available', subjects: ['Greek'] }],
      ['help:queue'],
      ['mentors:set', { availability: 'offline' }],
    ]);
    const request = (dataOf(await ana.request('help:queue', {})).requests as JsonObject[])[0];
    await ask(ana, [['help:cancel', { requestId: request?.id }]]);
    await Promise.all([ana.close(), mentor.close()]);
  },
};

describeWith(['postgres'], 'a gateway with a hundred times as much of everything', () => {
  let postgres: Postgres;
  let database: string;
  let gateway: Gateway;

  beforeAll(async () => {
    postgres = await startPostgres();
    database = await postgres.createDatabase();
    gateway = await startGateway({ database, env: { ...ROOMY, RATE_SEARCH_PER_SECOND: '100' } });
    await grow(database, 'ana');
    await query(database, `UPDATE lyceum.users SET role = 'admin' WHERE id = 'user-7'`);
    // As PostgreSQL does by itself within a minute.
    await query(database, 'VACUUM ANALYZE');
    await explainAll(postgres, database);
  }, START_MS);

  afterAll(async () => {
    await closeAll();
    await gateway.stop();
    await postgres.kill();
  });

  it('would be seen reading a table', async () => {
    const looks = await looksDuring(postgres, database, async () => {
      await query(database, 'SELECT count(*) FROM lyceum.users WHERE banned_at IS NOT NULL');
    });
    expect(looks[0]).toMatchObject({ table: 'users', rows: expect.closeTo(ROWS, -2) });
  });

  it.each(Object.entries(QUESTIONS))('reads from indexes what is asked by people who %s', async (_, work) => {
    const looks = await looksDuring(postgres, database, () => work(gateway));

    expect(looks.length).toBeGreaterThan(5);
    expect(looks.filter(({ rows }) => rows > LOOKED_AT)).toEqual([]);
  });
});

async function ask(client: LyceumClient, questions: readonly (readonly [command: string, payload?: object])[]): Promise<void> {
  for (const [command, payload = {}] of questions) {
    expect([command, await client.request(command, payload)]).toMatchObject([command, { ok: true }]);
  }
}
