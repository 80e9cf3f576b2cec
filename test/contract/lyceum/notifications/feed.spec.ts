import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { aUuid, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { HURRIED } from '../changing.js';
import { roomIn, write } from '../direct/conversation.js';
import { closeAll, connectLyceum } from '../lyceum-client.js';
import { newPerson, roomOf, say, type Person } from '../shapes.js';
import { feedBecomes, feedOf, NOTIFIED_MS, notificationShape } from './notified.js';

/** A cursor as no page has ever given it. */
const placeIn = (time: string): string =>
  Buffer.from(JSON.stringify([time, '0198a000-0000-7000-8000-000000000001'])).toString('base64url');

describe('lyceum: notifications of what is said', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const person = (stem: string) => newPerson(gateway, 'websocket', stem);
  const list = async ({ client }: Pick<Person, 'client'>, payload: JsonObject = {}) =>
    dataOf(await client.request('notifications:list', payload));
  const read = async ({ client }: Pick<Person, 'client'>, payload: JsonObject) =>
    dataOf(await client.request('notifications:read', payload));
  const idsIn = (page: JsonObject) => (page.notifications as JsonObject[]).map(({ id }) => id);
  const mentions = async (ana: Person, room: JsonObject, text: string, ...people: { id: string }[]) =>
    say(ana, room, text, { mentions: people.map(({ id }) => id) });
  const told = ({ client }: Pick<Person, 'client'>, body: string) => client.fact('notification', { body }, NOTIFIED_MS);

  it('messages to somebody who is away are one notification of the conversation, and gone up again by each', async () => {
    const [ana, ben] = [await person('ana'), await register(gateway, 'ben')];
    await write(ana, ben, 'Hello');
    await write(ana, ben, 'Are you there?');
    const last = await write(ana, ben, 'Call me!');
    const { id: roomId } = roomIn(last);
    const data = { roomId, messageId: last.id, seq: 3, userId: ana.id, count: 3 };
    await feedBecomes(gateway, ben, [notificationShape('message', { title: ana.username, body: 'Call me!', data })]);

    const client = await connectLyceum(gateway, 'raw', ben.token);
    const page = await list({ client });
    expect(page).toEqual({ notifications: await feedOf(gateway, ben), hasMore: false, cursor: null, unread: 1 });
    expect(await read({ client }, { ids: idsIn(page) })).toEqual({ unread: 0 });
    await client.close();

    await write(ana, ben, 'Later then');
    await feedBecomes(gateway, ben, [
      notificationShape('message', { body: 'Later then', data: expect.objectContaining({ count: 1 }) }),
      notificationShape('message', { body: 'Call me!', readAt: expect.any(String) }),
    ]);
    expect(await feedOf(gateway, ana)).toEqual([]);
  });

  it('who is here has the message itself; mentioned they are told, here or not, and nobody else is', async () => {
    const [ana, ben, cleo] = [await person('ana'), await person('ben'), await person('cleo')];
    const away = await person('dora');
    const room = await roomOf(ana, ben, cleo, away);
    await away.client.close();
    await write(ana, ben, 'Only between us');
    const said = await mentions(ana, room, 'Look at this', ben, away, ana);

    const more = { title: `${ana.username} mentioned you`, body: 'Look at this' };
    const data = { roomId: room.id, messageId: said.id, seq: 1, userId: ana.id };
    expect(await told(ben, 'Look at this')).toEqual(notificationShape('mention', { ...more, data }));
    await feedBecomes(gateway, away, [notificationShape('mention', { ...more, data })]);
    expect(await feedOf(gateway, ben)).toEqual([notificationShape('mention', { ...more, data })]);
    expect([await feedOf(gateway, ana), await feedOf(gateway, cleo)]).toEqual([[], []]);
  });

  it('who hides is here', async () => {
    const [ana, ben] = [await person('ana'), await person('ben')];
    dataOf(await ben.client.request('presence:set', { state: 'hidden' }));
    const room = await roomOf(ana, ben);
    await write(ana, ben, 'I know that you are there');
    await mentions(ana, room, 'Come in', ben);
    await told(ben, 'Come in');
    expect(await feedOf(gateway, ben)).toEqual([notificationShape('mention')]);
  });

  it('nobody is told of a mention by somebody whom they have blocked', async () => {
    const [ana, ben, cleo] = [await person('ana'), await person('ben'), await person('cleo')];
    const room = await roomOf(cleo, ana, ben);
    dataOf(await ben.client.request('rooms:block', { user: { id: ana.id } }));
    await mentions(ana, room, 'You there', ben);
    await mentions(cleo, room, 'And you', ben);
    await told(ben, 'And you');
    expect(await feedOf(gateway, ben)).toEqual([notificationShape('mention', { body: 'And you' })]);
  });

  it('what a deleted message said is gone from the feed', async () => {
    const [ana, ben] = [await person('ana'), await person('ben')];
    const room = await roomOf(ana, ben);
    const { id } = await mentions(ana, room, 'A secret', ben);
    await told(ben, 'A secret');
    dataOf(await ana.client.request('chat:delete', { messageId: id }));
    await feedBecomes(gateway, ben, [notificationShape('mention', { body: 'This message was deleted.' })]);
  });

  it('an invitation is told', async () => {
    const [ana, ben] = [await person('ana'), await register(gateway, 'ben')];
    const room = dataOf(await ana.client.request('rooms:create', { title: 'Algebra' }));
    dataOf(await ana.client.request('rooms:invite', { room: { id: room.id }, userId: ben.id }));
    const data = { roomId: room.id, userId: ana.id };
    const invitation = notificationShape('invitation', { title: `${ana.username} invited you`, body: 'Algebra', data });
    await feedBecomes(gateway, ben, [invitation]);
  });

  it('pages lead through the feed, newest first, and all devices hear what is read', async () => {
    const [ana, ben] = [await person('ana'), await person('ben')];
    const tablet = { client: await connectLyceum(gateway, 'polling', ben.token) };
    const room = await roomOf(ana, ben);
    for (let n = 1; n <= 5; n += 1) {
      await mentions(ana, room, `Number ${n}`, ben);
      await told(tablet, `Number ${n}`);
    }

    const first = await list(ben, { limit: 2 });
    expect(first).toEqual({
      notifications: [notificationShape('mention', { body: 'Number 5' }), notificationShape('mention', { body: 'Number 4' })],
      hasMore: true,
      cursor: expect.any(String),
      unread: 5,
    });
    const second = await list(ben, { limit: 2, before: first.cursor });
    const third = await list(ben, { limit: 2, before: second.cursor });
    expect([second, third]).toMatchObject([
      { notifications: [{ body: 'Number 3' }, { body: 'Number 2' }], hasMore: true },
      { notifications: [{ body: 'Number 1' }], hasMore: false, cursor: null },
    ]);

    const [, fourth] = idsIn(first);
    expect(await read(tablet, { ids: [fourth] })).toEqual({ unread: 4 });
    expect(await ben.client.fact('notifications:unread')).toEqual({ unread: 4 });
    expect(await read(ben, { until: idsIn(second)[0] })).toEqual({ unread: 1 });
    for (const device of [ben, tablet])
      expect(await device.client.fact('notifications:unread', { unread: 1 })).toEqual({ unread: 1 });
    expect(await read(ben, { until: idsIn(second)[0] })).toEqual({ unread: 1 });

    expect(await list(ben, { unread: true })).toMatchObject({ notifications: [{ body: 'Number 5' }], unread: 1 });
    const over = await call(gateway, 'GET', '/api/notifications?unread=true&limit=1', { token: ben.token });
    expect(over).toMatchObject({ status: 200, body: { notifications: [{ body: 'Number 5' }], hasMore: false, unread: 1 } });
    expect(await call(gateway, 'POST', '/api/notifications/read', { token: ben.token, body: { ids: idsIn(first) } })).toEqual({
      status: 200,
      body: { unread: 0 },
    });
    await tablet.client.fact('notifications:unread', { unread: 0 });
  });

  it('nobody reads or marks what is another’s', async () => {
    const [ana, ben] = [await person('ana'), await person('ben')];
    const room = await roomOf(ana, ben);
    await mentions(ana, room, 'For Ben', ben);
    const { id } = await told(ben, 'For Ben');
    for (const payload of [{ ids: [id] }, { until: id }]) expect(await read(ana, payload)).toEqual({ unread: 0 });
    expect(await list(ana)).toEqual({ notifications: [], hasMore: false, cursor: null, unread: 0 });
    expect(await list(ben)).toMatchObject({ notifications: [{ id: aUuid, readAt: null }], unread: 1 });
    expect(await call(gateway, 'GET', '/api/notifications')).toMatchObject({ status: 401 });
  });

  it.each([
    ['notifications:list', { before: 'tomorrow' }, 'before'],
    ['notifications:list', { before: Buffer.from('["2026-01-02T03:04:05.678Z","1"]').toString('base64url') }, 'before'],
    ['notifications:list', { before: placeIn('+275760-09-13T00:00:00.000Z') }, 'before'],
    ['notifications:list', { before: placeIn('0000-01-01T00:00:00.000Z') }, 'before'],
    ['notifications:list', { limit: 101 }, 'limit'],
    ['notifications:list', { unread: 'yes' }, 'unread'],
    ['notifications:read', {}, 'ids'],
    ['notifications:read', { ids: [] }, 'ids'],
    ['notifications:read', { ids: ['1'] }, 'ids'],
    ['notifications:read', { ids: Array.from({ length: 101 }, () => '0198a000-0000-7000-8000-000000000001') }, 'ids'],
    ['notifications:read', { until: '1' }, 'until'],
    [
      'notifications:read',
      { ids: ['0198a000-0000-7000-8000-000000000001'], until: '0198a000-0000-7000-8000-000000000001' },
      'ids',
    ],
  ])('%s refuses %j', async (command, payload, field) => {
    const { client } = await person('ana');
    expectRefusal(await client.request(command, payload), 'INVALID', { field });
  });

  it.each([
    ['GET', '/api/notifications?limit=0', undefined, 'limit'],
    ['GET', '/api/notifications?unread=1', undefined, 'unread'],
    ['POST', '/api/notifications/read', { ids: 'all' }, 'ids'],
  ])('%s %s refuses %j', async (method, path, body, field) => {
    const { token } = await register(gateway, 'ana');
    const answer = await call(gateway, method, path, { token, ...(body && { body }) });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID', field } });
  });
});
