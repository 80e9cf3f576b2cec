import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { START_MS } from '../settings.js';
import { HURRIED } from './changing.js';
import { closeAll, connectLyceum, WAYS } from './lyceum-client.js';
import { newPerson, refOf, roomOf, say, type Person } from './shapes.js';

const NOTHING = { messages: [], hasMore: false, cursor: null };

const texts = ({ messages }: JsonObject): unknown[] => (messages as JsonObject[]).map(({ text }) => text);
const from = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('lyceum: search', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const searched = async ({ client }: Person, request: JsonObject): Promise<JsonObject> =>
    dataOf(await client.request('chat:search', request));

  it.each(WAYS)('finds what was said in a room, whole and oldest first, by %s', async (way) => {
    const ana = await newPerson(gateway, way);
    const ben = await newPerson(gateway, way);
    const room = await roomOf(ana, ben);
    const first = await say(ana, room, 'Where does the Pythagorean theorem come from?', { metadata: { topic: 'maths' } });
    await say(ben, room, 'From Babylon');
    const second = await say(ben, room, 'pythagorean triples are older still');

    expect(await searched(ana, { room: { id: room.id }, query: 'PYTHAGOREAN' })).toEqual({
      messages: [first, second],
      hasMore: false,
      cursor: null,
    });
  });

  describe('understands a query as people type it:', () => {
    let ana: Person;
    let room: JsonObject;

    beforeAll(async () => {
      ana = await newPerson(gateway, 'websocket');
      room = await roomOf(ana);
      for (const text of [
        'red apple',
        'green apple',
        'apple pie, red',
        'blue sky',
        'Übung macht',
        'at 10:30 see a.b@example.org',
      ]) {
        await say(ana, room, text);
      }
      await ana.client.close();
    });

    it.each([
      ['a word', 'apple', ['red apple', 'green apple', 'apple pie, red']],
      ['words that must all be there', 'red apple', ['red apple', 'apple pie, red']],
      ['words next to each other', '"red apple"', ['red apple']],
      ['one or the other', 'green or blue', ['green apple', 'blue sky']],
      ['a word that must not be there', 'apple -red', ['green apple']],
      ['letters of other alphabets', 'Übung', ['Übung macht']],
      ['an address', 'a.b@example.org', ['at 10:30 see a.b@example.org']],
      ['what nobody said', 'banana', []],
      ['nothing but what must not be there', '-red', []],
      ['nothing but punctuation', '?!… "" ()', []],
      ['blanks', '   ', []],
      ['signs that PostgreSQL gives a meaning', "apple & ! | <-> :* ' \\ (", ['red apple', 'green apple', 'apple pie, red']],
    ])('%s', async (_, query, expected) => {
      const client = await connectLyceum(gateway, 'websocket', ana.token);
      expect(texts(dataOf(await client.request('chat:search', { room: { id: room.id }, query })))).toEqual(expected);
      expect(texts(dataOf(await client.request('chat:search', { query })))).toEqual(expected);
    });
  });

  it('pages through one room by number, newest page first', async () => {
    const ana = await newPerson(gateway, 'websocket');
    const room = await roomOf(ana);
    for (const number of from(1, 7)) {
      await say(ana, room, `lemma ${number}`);
      await say(ana, room, 'something else');
    }
    const page = (more: object): Promise<JsonObject> =>
      searched(ana, { room: { id: room.id }, query: 'lemma', limit: 3, ...more });

    const newest = await page({});
    expect([texts(newest), newest.hasMore, newest.cursor]).toEqual([['lemma 5', 'lemma 6', 'lemma 7'], true, null]);
    const middle = await page({ before: 9 });
    expect([texts(middle), middle.hasMore]).toEqual([['lemma 2', 'lemma 3', 'lemma 4'], true]);
    const oldest = await page({ before: 3 });
    expect([texts(oldest), oldest.hasMore]).toEqual([['lemma 1'], false]);
  });

  it('pages through all of one’s rooms by cursor, each message once', async () => {
    const ana = await newPerson(gateway, 'websocket');
    const rooms = [await roomOf(ana), await roomOf(ana), await roomOf(ana)];
    // At once, so that some are said in the same millisecond.
    const said = await Promise.all(from(1, 20).flatMap((number) => rooms.map((room) => say(ana, room, `corollary ${number}`))));
    const pages: JsonObject[][] = [];
    for (let cursor: unknown = null; pages.length === 0 || cursor !== null;) {
      const page = await searched(ana, { query: 'corollary', limit: 7, cursor });
      expect(page.hasMore).toBe(page.cursor !== null);
      pages.unshift(page.messages as JsonObject[]);
      cursor = page.cursor;
    }
    const found = pages.flat();

    expect(pages).toHaveLength(Math.ceil(60 / 7));
    expect(found.map(({ id }) => id).toSorted()).toEqual(said.map(({ id }) => id).toSorted());
    for (const room of rooms) {
      const numbers = found.filter((message) => (message.room as JsonObject).id === room.id).map(({ seq }) => seq);
      expect(numbers).toEqual(from(1, 20));
    }
    expect(found[0]?.room).toEqual(refOf(rooms.find(({ id }) => id === (found[0]?.room as JsonObject).id)!));
  });

  it('ends a page of long messages early', async () => {
    const ana = await newPerson(gateway, 'websocket');
    const room = await roomOf(ana);
    for (const number of from(1, 30)) await say(ana, room, `essay ${number} ${'🎓'.repeat(3_980)}`);

    const page = await searched(ana, { room: { id: room.id }, query: 'essay', limit: 50 });

    expect(page.hasMore).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(400 * 1024);
    expect((page.messages as JsonObject[]).at(-1)?.seq).toBe(30);
  });

  describe('never shows somebody what they may not read:', () => {
    const SECRET = 'heliotrope';

    async function two(): Promise<{ ana: Person; ben: Person; room: JsonObject }> {
      const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'websocket')];
      const room = await roomOf(ana, ben);
      await say(ana, room, `our word is ${SECRET}`);
      expect(texts(await searched(ben, { query: SECRET }))).toHaveLength(1);
      return { ana, ben, room };
    }

    it('a room that they never were in', async () => {
      const { room } = await two();
      const stranger = await newPerson(gateway, 'websocket');

      expect(await searched(stranger, { query: SECRET })).toEqual(NOTHING);
      expect(await searched(stranger, { query: `${SECRET} or ${String(room.id)}` })).toEqual(NOTHING);
      expectRefusal(await stranger.client.request('chat:search', { room: { id: room.id }, query: SECRET }), 'NOT_A_MEMBER');
    });

    it('a room that they left', async () => {
      const { ben, room } = await two();
      dataOf(await ben.client.request('rooms:leave', { room: { id: room.id } }));

      expect(await searched(ben, { query: SECRET })).toEqual(NOTHING);
      expectRefusal(await ben.client.request('chat:search', { room: { id: room.id }, query: SECRET }), 'NOT_A_MEMBER');
    });

    it('by a cursor of somebody else', async () => {
      const { ana, ben, room } = await two();
      await say(ana, room, `${SECRET} again`);
      const { cursor } = await searched(ana, { query: SECRET, limit: 1 });
      const stranger = await newPerson(gateway, 'websocket');

      expect(texts(await searched(ben, { query: SECRET, cursor }))).toEqual([`our word is ${SECRET}`]);
      expect(await searched(stranger, { query: SECRET, cursor })).toEqual(NOTHING);
    });
  });

  it.each([
    ['before without a room', { query: 'x', before: 3 }, 'before'],
    ['a cursor of its own making', { query: 'x', cursor: 'abc' }, 'cursor'],
    ['an empty query', { query: '' }, 'query'],
    ['a query that is too long', { query: 'x'.repeat(257) }, 'query'],
    ['no query', {}, 'query'],
    ['a query that is no text', { query: ['x'] }, 'query'],
    ['NUL in the query', { query: 'a\0b' }, 'query'],
    ['half a character in the query', { query: 'a\ud83d' }, 'query'],
    ['a limit of 0', { query: 'x', limit: 0 }, 'limit'],
    ['a limit of 51', { query: 'x', limit: 51 }, 'limit'],
    ['half a number', { query: 'x', before: 1.5 }, 'before'],
    ['a room that is no object', { query: 'x', room: 'here' }, 'room'],
  ])('refuses %s', async (_, request, field) => {
    const ana = await newPerson(gateway, 'websocket');
    const { error } = await ana.client.request('chat:search', request);
    expect(error).toMatchObject({ code: 'INVALID', field });
  });

  it('refuses a cursor where a room is named', async () => {
    const ana = await newPerson(gateway, 'websocket');
    const room = await roomOf(ana);
    const { error } = await ana.client.request('chat:search', { room: { id: room.id }, query: 'x', cursor: 'abc' });
    expect(error).toMatchObject({ code: 'INVALID', field: 'cursor' });
  });

  it('takes the longest query there may be, of whatever characters', async () => {
    const ana = await newPerson(gateway, 'websocket');
    for (const query of ['🎓'.repeat(256), '"'.repeat(256), '(-'.repeat(128), 'or '.repeat(85), 'a '.repeat(128)]) {
      expect(await searched(ana, { query })).toEqual(NOTHING);
    }
  });
});
