import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf } from '../../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { act, HURRIED } from '../changing.js';
import { closeAll } from '../lyceum-client.js';
import { newPerson, roomOf, say, type Person } from '../shapes.js';
import { read } from './marking.js';

interface Page {
  conversations: (JsonObject & { room: JsonObject })[];
  hasMore: boolean;
  cursor: string | null;
}

describe('GET /api/conversations', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  async function page({ token }: Person, query = ''): Promise<Page> {
    const { status, body } = await call(gateway, 'GET', `/api/conversations${query}`, { token });
    expect(status).toBe(200);
    return body as unknown as Page;
  }
  const newPeople = async () => [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'websocket')] as const;

  it('shows one’s open rooms with what was said last and what is unread, most recently used first', async () => {
    const [ana, ben] = await newPeople();
    const [older, newer, closed] = [await roomOf(ana, ben), await roomOf(ana, ben), await roomOf(ana, ben)];
    await roomOf(ana);
    for (const text of ['one', 'two']) await say(ana, newer, text);
    await read(ben.client, newer, 1);
    const last = await say(ana, older, 'Ben?', { mentions: [ben.id] });
    await say(ana, closed, 'gone');
    dataOf(await ana.client.request('rooms:close', { room: { id: closed.id } }));

    const { conversations, ...rest } = await page(ben);

    expect(rest).toEqual({ hasMore: false, cursor: null });
    const { room } = dataOf(await ben.client.request('rooms:get', { room: { id: older.id } })) as { room: JsonObject };
    expect(conversations).toEqual([
      { room, lastMessage: last, unread: 1, mentions: 1, readSeq: 0, lastSeq: 1 },
      expect.objectContaining({ unread: 1, mentions: 0, readSeq: 1, lastSeq: 2 }),
    ]);
    expect(conversations[1]).toMatchObject({ room: { id: newer.id }, lastMessage: { text: 'two' } });
  });

  it('shows a room in which nothing was said yet, and that what was said last was deleted', async () => {
    const [ana, ben] = await newPeople();
    await roomOf(ana, ben);
    expect(await page(ben)).toMatchObject({ conversations: [{ lastMessage: null, unread: 0, lastSeq: 0 }] });

    const other = await roomOf(ana, ben);
    const said = await say(ana, other, 'a slip');
    const deleted = await act(ana, 'chat:delete', { messageId: said.id });
    expect((await page(ben)).conversations[0]).toMatchObject({ lastMessage: deleted, unread: 0, lastSeq: 2 });
  });

  it('goes on from the cursor of the page before, past a room that was used meanwhile', async () => {
    const [ana, ben] = await newPeople();
    const rooms: JsonObject[] = [];
    for (let number = 0; number < 5; number += 1) {
      rooms.unshift(await roomOf(ana, ben));
      await say(ana, rooms[0]!, `number ${number}`);
    }
    const idsOf = ({ conversations }: Page) => conversations.map(({ room }) => room.id);
    const ids = rooms.map(({ id }) => id);

    const first = await page(ben, '?limit=2');
    expect(first).toMatchObject({ hasMore: true, cursor: expect.any(String) });
    await say(ana, rooms[1]!, 'used again');
    const second = await page(ben, `?limit=2&before=${first.cursor}`);
    const third = await page(ben, `?limit=2&before=${second.cursor}`);

    expect([first, second, third].map(idsOf)).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(third).toMatchObject({ hasMore: false, cursor: null });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=many', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['before=nonsense', 'before'],
    ['before=', 'before'],
  ])('refuses ?%s', async (query, field) => {
    const [ana] = await newPeople();
    const { status, body } = await call(gateway, 'GET', `/api/conversations?${query}`, { token: ana.token });
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'INVALID', field } });
  });

  it('is for people with a token', async () => {
    expect(await call(gateway, 'GET', '/api/conversations')).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });
});
