import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername } from '../../support/accounts.js';
import { aTime, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { expectProblem, newLogin, type Login } from '../accounts/logins.js';
import { closeAll, connectLyceum, type LyceumClient } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { Supervisor } from './supervising.js';

interface Made {
  id: string;
  code: string;
}

describe('rooms, as administrators see them', () => {
  const adminName = newUsername('root');
  let gateway: Gateway;
  let ana: Login;
  let leader: LyceumClient;
  let supervisor: Supervisor;

  beforeAll(async () => {
    const env = { ...ROOMY, RATE_READ_PER_SECOND: '1000', RATE_MANAGE_PER_SECOND: '1000', ADMIN_USERNAMES: adminName };
    gateway = await startGateway({ env });
    const admin = await newLogin(gateway, adminName);
    supervisor = new Supervisor(gateway, admin.token);
    ana = await newLogin(gateway);
    leader = await connectLyceum(gateway, 'websocket', ana.token);
  }, START_MS);
  afterAll(async () => {
    await closeAll();
    await gateway.stop();
  });
  afterEach(() => leader.settled());

  const make = async (title: string): Promise<Made> => {
    return dataOf(await leader.request('rooms:create', { title })) as unknown as Made;
  };
  const ids = async (query: string, limit = 100) => (await supervisor.all(`/rooms?${query}`, 'rooms', limit)).map(({ id }) => id);

  it('are listed with who is in them and how much was said', async () => {
    const { id, code } = await make('Algebra');
    dataOf(await leader.request('rooms:join', { id }));
    dataOf(await leader.request('chat:send', { room: { id }, text: 'Hello' }));

    const { status, body } = await supervisor.get(`/rooms?query=${code.toLowerCase()}`);

    expect(status).toBe(200);
    expect(body).toEqual({
      rooms: [
        {
          id,
          key: null,
          code,
          kind: 'session',
          title: 'Algebra',
          visibility: expect.any(String),
          createdAt: aTime,
          lastUsedAt: aTime,
          closedAt: null,
          members: 1,
          participants: 1,
          lastSeq: expect.any(Number),
        },
      ],
      cursor: null,
    });
  });

  it('come newest first, on pages of which none is given twice', async () => {
    const made = [await make('First'), await make('Second'), await make('Third')].map(({ id }) => id);
    const paged = await ids('open=true', 1);

    expect(paged.filter((id) => made.includes(id as string))).toEqual(made.toReversed());
    expect(paged).toEqual(await ids('open=true'));
    expect(new Set(paged).size).toBe(paged.length);
  });

  it('are found by how the title begins in any case, by id and by code', async () => {
    const [one, two] = [await make('Übung 50% A'), await make('Übung 50% B')];

    expect(await ids(`query=${encodeURIComponent('übung 50%')}`, 1)).toEqual([one.id, two.id]);
    expect(await ids(`query=${one.id}`)).toEqual([one.id]);
    expect(await ids(`query=${two.code}`)).toEqual([two.id]);
    expect(await ids('query=%25')).toEqual([]);
  });

  it('are chosen by kind, and by whether they are open', async () => {
    const { id } = await make('Closed soon');
    expect(await ids('kind=session&open=true')).toContain(id);
    expect(await ids('kind=group')).not.toContain(id);

    dataOf(await leader.request('rooms:close', { room: { id } }));

    expect(await ids('kind=session&open=true')).not.toContain(id);
    expect(await ids('kind=session&open=false')).toContain(id);
    expect(await ids('query=Closed&open=true')).toEqual([]);
    expect(await ids('query=Closed')).toEqual([id]);
  });

  it('leave out conversations of two', async () => {
    const ben = await newLogin(gateway);
    const { room } = dataOf(await leader.request('chat:send', { to: { id: ben.id }, text: 'Just you' })) as { room: Made };

    expect(await ids('')).not.toContain(room.id);
    expect(await ids(`query=${room.id}`)).toEqual([]);
    expectProblem(await supervisor.post(`/rooms/${room.id}/close`), 404, 'ROOM_NOT_FOUND');
    expectProblem(await supervisor.get('/rooms?kind=direct'), 400, 'INVALID');
  });

  it.each(['open=maybe', 'limit=101', 'cursor=abc', 'query=a&cursor=abc'])('refuses %s', async (query) => {
    expectProblem(await supervisor.get(`/rooms?${query}`), 400, 'INVALID');
  });

  it('are closed for everybody, once, and the audit knows', async () => {
    const { id } = await make('Over');
    dataOf(await leader.request('rooms:join', { id }));

    expect(await supervisor.post(`/rooms/${id}/close`)).toEqual({ status: 204, body: {} });

    await leader.fact('rooms:closed', { room: { id } });
    expectProblem(await supervisor.post(`/rooms/${id}/close`), 404, 'ROOM_NOT_FOUND');
    expect((await supervisor.get(`/audit?target=${id}`)).body.events).toEqual([
      expect.objectContaining({ action: 'rooms.close', target: id, outcome: 'done' }),
    ]);
  });

  it('stay open where they are the lobby', async () => {
    const [lobby] = await ids('kind=lobby');

    expectProblem(await supervisor.post(`/rooms/${String(lobby)}/close`), 403, 'FORBIDDEN');
  });
});
