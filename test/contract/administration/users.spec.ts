import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername } from '../../support/accounts.js';
import { aTime, aUuid, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { expectProblem, newLogin, type Login } from '../accounts/logins.js';
import { closeAll, connectLyceum } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { accountShape, Supervisor } from './supervising.js';

const GUARDED: readonly (readonly ['get' | 'post', string])[] = [
  ['get', '/stats'],
  ['get', '/stats/history'],
  ['get', '/users'],
  ['get', '/users/anybody'],
  ['post', '/users/anybody/disconnect'],
  ['get', '/rooms'],
  ['post', '/rooms/019a0000-0000-7000-8000-000000000000/close'],
];

describe('accounts, as administrators see them', () => {
  const adminName = newUsername('root');
  const beginning = newUsername('seen');
  let gateway: Gateway;
  let admin: Login;
  let people: Login[];
  let supervisor: Supervisor;

  beforeAll(async () => {
    const env = { ...ROOMY, RATE_READ_PER_SECOND: '1000', RATE_MANAGE_PER_SECOND: '1000', ADMIN_USERNAMES: adminName };
    gateway = await startGateway({ env });
    admin = await newLogin(gateway, adminName);
    people = [];
    for (const letter of ['a', 'b', 'c']) people.push(await newLogin(gateway, `${beginning}${letter}`));
    supervisor = new Supervisor(gateway, admin.token);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it.each(GUARDED)('%s %s is for administrators alone', async (method, path) => {
    expectProblem(await new Supervisor(gateway, people[0]!.token)[method](path), 403, 'FORBIDDEN');
    expectProblem(await new Supervisor(gateway, 'nonsense')[method](path), 401, 'UNAUTHENTICATED');
  });

  it('are listed newest first', async () => {
    const { status, body } = await supervisor.get('/users?limit=3');

    expect(status).toBe(200);
    expect(body.users).toEqual(people.toReversed().map(({ id, username }) => accountShape({ id, username, name: username })));
    expect(body.cursor).toEqual(expect.any(String));
  });

  it.each(['/users?', '/users?query=seen'])('come on pages of which none is given twice: %s', async (path) => {
    const paged = (await supervisor.all(path, 'users', 1)).map(({ id }) => id);

    expect(paged).toEqual((await supervisor.all(path, 'users', 100)).map(({ id }) => id));
    expect(paged).toEqual(expect.arrayContaining(people.map(({ id }) => id)));
    expect(new Set(paged).size).toBe(paged.length);
  });

  it('are found by how the name begins in any case, and by id', async () => {
    const found = async (query: string) =>
      ((await supervisor.get(`/users?query=${query}`)).body.users as { id: string }[]).map(({ id }) => id);

    expect(await found(beginning.toUpperCase())).toEqual(people.map(({ id }) => id));
    expect(await found(people[1]!.id)).toEqual([people[1]!.id]);
    expect(await found('nobody-is-called-so')).toEqual([]);
  });

  it('are chosen by role and by ban, with a name and without', async () => {
    const [ana, ben] = people as [Login, Login];
    const banned = await newLogin(gateway, `${beginning}x`);
    expect((await call(gateway, 'POST', `/api/users/${banned.id}/ban`, { token: admin.token })).status).toBe(204);
    const ids = async (query: string) => (await supervisor.all(`/users?${query}`, 'users', 2)).map(({ id }) => id);

    expect(await ids('role=admin')).toEqual([admin.id]);
    for (const named of ['', `&query=${beginning}`]) {
      expect(await ids(`banned=true${named}`)).toEqual([banned.id]);
      expect(await ids(`banned=false${named}`)).toEqual(expect.arrayContaining([ana.id, ben.id]));
      expect(await ids(`banned=false${named}`)).not.toContain(banned.id);
      expect(await ids(`role=mentor${named}`)).toEqual([]);
    }
    expect((await supervisor.get(`/users?query=${banned.id}`)).body.users).toEqual([
      accountShape({ id: banned.id, username: banned.username, name: banned.username, bannedAt: aTime }),
    ]);
  });

  it.each(['role=owner', 'banned=maybe', 'limit=101', 'limit=0', 'cursor=abc', 'cursor=', 'query=%00'])(
    'refuses %s',
    async (query) => {
      expectProblem(await supervisor.get(`/users?${query}`), 400, 'INVALID');
    },
  );

  it('tell where somebody is signed in, and in how many rooms they are', async () => {
    const ana = await newLogin(gateway);
    const client = await connectLyceum(gateway, 'websocket', ana.token);
    const { id: room } = dataOf(await client.request('rooms:create', { title: 'One' }));
    dataOf(await client.request('rooms:join', { id: room }));

    const { status, body } = await supervisor.get(`/users/${ana.id}`);

    expect(status).toBe(200);
    expect(body).toEqual({
      user: accountShape({ id: ana.id, username: ana.username, name: ana.username }),
      online: true,
      lastSeenAt: null,
      rooms: expect.any(Number),
      sessions: [
        expect.objectContaining({
          sid: aUuid,
          createdAt: aTime,
          lastUsedAt: aTime,
          address: expect.any(String),
          current: false,
        }),
      ],
    });
    expect(body.rooms).toBeGreaterThan(0);
    expectProblem(await supervisor.get('/users/nobody-has-this-id'), 404, 'USER_NOT_FOUND');
  });

  it('are disconnected, which closes what is open and ends no login; the audit knows who did it', async () => {
    const ana = await newLogin(gateway);
    const client = await connectLyceum(gateway, 'websocket', ana.token);

    expect(await supervisor.post(`/users/${ana.id}/disconnect`)).toEqual({ status: 204, body: {} });

    await client.closed;
    await (await connectLyceum(gateway, 'websocket', ana.token)).close();
    const { body } = await supervisor.get(`/audit?target=${ana.id}`);
    expect(body.events).toEqual([
      expect.objectContaining({
        actor: { kind: 'admin', id: admin.id, name: adminName },
        action: 'users.disconnect',
        target: ana.id,
        targetName: ana.username,
        outcome: 'done',
      }),
    ]);
    expect((await supervisor.get(`/audit?target=${ana.id}&action=users.disconnect`)).body.events).toEqual(body.events);
    expect((await supervisor.get(`/audit?target=${ana.id}&action=users.ban`)).body.events).toEqual([]);
    expectProblem(await supervisor.post('/users/nobody-has-this-id/disconnect'), 404, 'USER_NOT_FOUND');
  });
});
