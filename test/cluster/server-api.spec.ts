import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { ALL_SCOPES, Backend } from '../contract/server-api/backend.js';
import { closeAll, connectLyceum, type LyceumClient } from '../contract/lyceum/lyceum-client.js';
import { ROOMY } from '../contract/settings.js';
import { makeKey, revokeKey } from '../support/command-line.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import type { Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { newId } from '../support/tokens.js';
import { eventually, within } from '../support/wait.js';
import { twoNodes } from './nodes.js';

const TIMEOUT_MS = 120_000;
const SOON_MS = 2_000;
const AT_ONCE = 20;

describeWith(['postgres', 'redis'], 'the server API on two nodes', () => {
  const nodes = twoNodes({ ...ROOMY, RATE_SERVER_API_PER_SECOND: '1000' }, TIMEOUT_MS);
  let backends: [Backend, Backend];
  let one: Backend;
  let two: Backend;

  beforeAll(async () => {
    const { key } = await makeKey(nodes.one, ALL_SCOPES);
    backends = [new Backend(nodes.one, key), new Backend(nodes.two, key)];
    [one, two] = backends;
  });
  afterEach(closeAll);

  const enter = async (node: Gateway, userId: string): Promise<LyceumClient> =>
    connectLyceum(node, 'websocket', await one.tokenFor(userId));
  const atOnce = (work: (backend: Backend, index: number) => Promise<JsonObject>): Promise<JsonObject[]> =>
    Promise.all(Array.from({ length: AT_ONCE }, (_, index) => work(backends[index % 2]!, index)));

  it(`of ${AT_ONCE} equal requests at once on both nodes one is done, and all get its answer`, async () => {
    const ana = await one.announce('ana');
    const [key, title] = [newId('idem'), newId('once')];
    const members = [{ userId: ana, role: 'owner' }];
    const rooms = await atOnce((backend) => backend.done('POST', '/rooms', { title, members }, key));
    expect(new Set(rooms.map((room) => JSON.stringify(room))).size).toBe(1);

    const path = `/rooms/${String(rooms[0]!.id)}/messages`;
    const said = { senderId: ana, text: 'Once' };
    const second = newId('idem');
    const messages = await atOnce((backend) => backend.done('POST', path, said, second));
    expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
    const client = await enter(nodes.two, ana);
    const { messages: history } = dataOf(await client.request('chat:history', { room: { id: rooms[0]!.id } }));
    expect(history).toEqual([expect.objectContaining({ seq: 1, text: 'Once' })]);
  });

  it(`of ${AT_ONCE} different requests with one key one is done, and the others are refused`, async () => {
    const ana = await one.announce('ana');
    const key = newId('idem');
    const members = [{ userId: ana, role: 'owner' }];
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        backends[index % 2]!.ask('POST', '/rooms', { title: `Number ${index}`, members }, key),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ body }) => body.code)).toEqual(refused.map(() => 'IDEMPOTENCY_CONFLICT'));
  });

  it.each(['the whole list', 'one person'])('who is taken out by %s is out on the other node before the answer', async (how) => {
    const [ana, ben] = [await one.announce('ana'), await one.announce('ben')];
    const room = await one.room([ana, ben]);
    const [owner, member] = [await enter(nodes.one, ana), await enter(nodes.two, ben)];
    for (const client of [owner, member]) dataOf(await client.request('rooms:join', { id: room }));
    await two.done('POST', `/rooms/${room}/messages`, { senderId: ana, text: 'before' });
    await member.fact('chat:message', { text: 'before' });

    if (how === 'one person') await one.done('DELETE', `/rooms/${room}/members/${ben}`);
    else await one.done('PUT', `/rooms/${room}/members`, { members: [{ userId: ana, role: 'owner' }] });
    for (const backend of backends) await backend.done('POST', `/rooms/${room}/messages`, { senderId: ana, text: 'after' });

    await owner.fact('chat:message', { text: 'after', seq: 3 });
    await member.settled();
    expect(member.heard('chat:message').map(({ text }) => text)).toEqual(['before']);
    expect(member.heard('rooms:left')).toEqual([expect.objectContaining({ reason: 'kicked' })]);
    expect(await member.request('rooms:join', { id: room })).toMatchObject({ error: { code: 'ROOM_NOT_FOUND' } });
  });

  it('what is said of a person, and their end, reaches their connections on the other node', async () => {
    const ana = await one.announce('ana');
    const client = await enter(nodes.two, ana);
    await one.done('PUT', `/users/${ana}`, { name: 'Anastasia' });
    expect(await client.fact('auth:changed', {}, SOON_MS)).toMatchObject({ user: { name: 'Anastasia' } });

    await one.done('POST', `/users/${ana}/disconnect`);
    await within(SOON_MS, 'closed', client.closed);
    const again = await enter(nodes.two, ana);
    await eventually(async () => {
      const { users } = await two.done('GET', `/presence?userIds=${ana}`);
      expect(users).toEqual([expect.objectContaining({ state: 'online' })]);
    });
    await one.done('POST', `/users/${ana}/ban`);
    await within(SOON_MS, 'closed', again.closed);
  });

  it('a revoked key is refused on both nodes within two seconds', async () => {
    const key = await makeKey(nodes.one, ['presence']);
    const shown = [nodes.one, nodes.two].map((node) => new Backend(node, key.key));
    for (const backend of shown) await backend.done('GET', '/online');
    await revokeKey(nodes.one, key);
    await eventually(async () => {
      for (const backend of shown) expect((await backend.ask('GET', '/online')).status).toBe(401);
    }, 2_500);
  });
});
