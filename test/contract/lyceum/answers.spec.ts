import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aNumber, aSentence, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { ROOMY, START_MS } from '../settings.js';
import { COMMANDS } from './commands.js';
import { closeAll, WAYS } from './lyceum-client.js';
import { newPerson, roomOf, say } from './shapes.js';

const A_MESSAGE = '019a0000-0000-7000-8000-000000000001';
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('lyceum: exactly one answer', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it.each(['dance', 'chat:dance', 'message', 'constructor', '__proto__', 'toString', ''])(
      'the unknown event %j is answered UNKNOWN_EVENT',
      async (event) => {
        const { client } = await newPerson(gateway, way);

        expectRefusal(await client.request(event, { a: 1 }), 'UNKNOWN_EVENT');
      },
    );

    it.each<[string, JsonObject, string]>([
      ['chat:send', { text: 'Hello' }, 'room'],
      ['chat:send', { room: 'ROOM' }, 'text'],
      ['chat:send', { room: 'ROOM', text: 5 }, 'text'],
      ['chat:send', { room: 'ROOM', text: '' }, 'text'],
      ['chat:send', { room: 'ROOM', text: 'x'.repeat(4_001) }, 'text'],
      ['chat:send', { room: 'ROOM', text: 'a\0b' }, 'text'],
      ['chat:send', { room: 'ROOM', text: 'a\ud800b' }, 'text'],
      ['chat:send', { room: 'ROOM', text: ['a'] }, 'text'],
      ['chat:send', { room: 'ROOM', text: 'Hi', clientId: 5 }, 'clientId'],
      ['chat:send', { room: 'ROOM', text: 'Hi', clientId: 'x'.repeat(129) }, 'clientId'],
      ['chat:send', { room: 'ROOM', text: 'Hi', kind: 'not a kind' }, 'kind'],
      ['chat:send', { room: 'ROOM', text: 'Hi', metadata: 'none' }, 'metadata'],
      ['chat:send', { room: 'ROOM', text: 'Hi', metadata: { big: 'x'.repeat(9_000) } }, 'metadata'],
      ['chat:send', { room: 'ROOM', text: 'Hi', mentions: 'ben' }, 'mentions'],
      ['chat:send', { room: 'ROOM', text: 'Hi', mentions: [5] }, 'mentions'],
      ['chat:send', { room: 'ROOM', text: 'Hi', mentions: [''] }, 'mentions'],
      ['chat:send', { room: 'ROOM', text: 'Hi', mentions: ['x'.repeat(257)] }, 'mentions'],
      ['chat:send', { room: 'ROOM', text: 'Hi', mentions: Array(51).fill('ben') }, 'mentions'],
      ['chat:edit', { text: 'Hi' }, 'messageId'],
      ['chat:edit', { messageId: 'last', text: 'Hi' }, 'messageId'],
      ['chat:edit', { messageId: A_MESSAGE }, 'text'],
      ['chat:edit', { messageId: A_MESSAGE, text: 'x'.repeat(4_001) }, 'text'],
      ['chat:edit', { messageId: A_MESSAGE, text: 'a\0b' }, 'text'],
      ['chat:edit', { messageId: A_MESSAGE, text: 'Hi', ifRevision: -1 }, 'ifRevision'],
      ['chat:edit', { messageId: A_MESSAGE, text: 'Hi', ifRevision: '1' }, 'ifRevision'],
      ['chat:delete', {}, 'messageId'],
      ['chat:react', { messageId: A_MESSAGE, emoji: '👍' }, 'on'],
      ['chat:react', { messageId: A_MESSAGE, emoji: '', on: true }, 'emoji'],
      ['chat:react', { messageId: A_MESSAGE, emoji: '👍👍', on: true }, 'emoji'],
      ['chat:react', { messageId: A_MESSAGE, emoji: '👍 ', on: true }, 'emoji'],
      ['chat:react', { messageId: A_MESSAGE, emoji: '1', on: true }, 'emoji'],
      ['chat:react', { messageId: A_MESSAGE, emoji: 'ok', on: true }, 'emoji'],
      ['chat:react', { messageId: A_MESSAGE, emoji: '👍'.repeat(10_000), on: true }, 'emoji'],
      ['chat:react', { messageId: A_MESSAGE, emoji: ['👍'], on: true }, 'emoji'],
      ['chat:pin', { messageId: A_MESSAGE, on: 1 }, 'on'],
      ['chat:pins', {}, 'room'],
      ['chat:receipts', {}, 'room'],
      ['chat:pins', { room: 'ROOM', after: 3 }, 'after'],
      ['chat:history', { room: 'ROOM', limit: 0 }, 'limit'],
      ['chat:history', { room: 'ROOM', limit: 101 }, 'limit'],
      ['chat:history', { room: 'ROOM', limit: '12' }, 'limit'],
      ['chat:history', { room: 'ROOM', before: 1.5 }, 'before'],
      ['chat:history', { room: 'ROOM', before: {} }, 'before'],
      ['chat:sync', {}, 'rooms'],
      ['chat:sync', { rooms: {} }, 'rooms'],
      ['chat:sync', { rooms: [] }, 'rooms'],
      ['chat:typing', { room: 'ROOM', on: 'yes' }, 'on'],
      ['chat:read', {}, 'room'],
      ['chat:read', { seq: 1 }, 'room'],
      ['chat:read', { room: 'ROOM' }, 'seq'],
      ['chat:read', { room: 'ROOM', seq: -1 }, 'seq'],
      ['chat:read', { room: 'ROOM', seq: 1.5 }, 'seq'],
      ['chat:read', { room: 'ROOM', seq: '1' }, 'seq'],
      ['chat:read', { messageId: 'last' }, 'messageId'],
      ['chat:read', { room: 'ROOM', seq: 1, messageId: A_MESSAGE }, 'messageId'],
      ['chat:delivered', { room: 'ROOM' }, 'seq'],
      ['rooms:create', { capacity: 1 }, 'capacity'],
      ['rooms:create', { capacity: 'many' }, 'capacity'],
      ['rooms:create', { visibility: 'secret' }, 'visibility'],
      ['rooms:create', { expiresInMinutes: 0 }, 'expiresInMinutes'],
      ['rooms:create', { key: 'x'.repeat(129) }, 'key'],
      ['rooms:create', { title: { a: 1 } }, 'title'],
      ['rooms:announce', { room: 'ROOM', data: 'text' }, 'data'],
      ['auth:refresh', { token: 5 }, 'token'],
    ])('%s %j is answered INVALID and names the field', async (command, payload, field) => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);

      const answer = await ana.client.request(command, 'room' in payload ? { ...payload, room: { id: room.id } } : payload);

      expectRefusal(answer, 'INVALID', { field });
    });

    it.each<[string, unknown]>([
      ['null', null],
      ['a string', 'Hello'],
      ['a number', 12],
      ['a boolean', true],
      ['an array', [{ text: 'Hello' }]],
    ])('a payload that is %s is answered INVALID', async (_, payload) => {
      const { client } = await newPerson(gateway, way);

      expectRefusal(await client.request('chat:send', payload), 'INVALID');
    });

    it('a payload 20 levels deep is answered INVALID', async () => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);

      expectRefusal(
        await ana.client.request('chat:send', { room: { id: room.id }, text: 'Hi', metadata: { deep: nested(20) } }),
        'INVALID',
      );
    });

    it('fields nobody knows are ignored and not passed on', async () => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);

      const message = await say(ana, room, 'Hello', { senderId: 'somebody', seq: 999, createdAt: 'yesterday', extra: true });

      expect(message).toMatchObject({ seq: 1, sender: { id: ana.id } });
      expect(message).not.toHaveProperty('senderId');
      expect(message).not.toHaveProperty('extra');
    });

    it('over the rate the answer is RATE_LIMITED and says when to try again', async () => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);

      const sends = Array.from({ length: 80 }, (_, index) =>
        ana.client.request('chat:send', { room: { id: room.id }, text: `number ${index}` }),
      );
      const refused = (await Promise.all(sends)).filter((answer) => answer.ok === false);

      expect(refused.length).toBeGreaterThan(0);
      for (const answer of refused) expectRefusal(answer, 'RATE_LIMITED', { retryable: true, retryAfterMs: aNumber });
      const { retryAfterMs } = refused[0]?.error as { retryAfterMs: number };
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(5_000);
    });

    it.each<[string, string, unknown, string]>([
      ['an unknown event', 'dance', {}, 'UNKNOWN_EVENT'],
      ['a bad payload', 'chat:send', {}, 'INVALID'],
      ['a room that is not there', 'rooms:join', { key: 'nobody made this' }, 'ROOM_NOT_FOUND'],
    ])('without an ack %s comes back as the fact error', async (_, event, payload, code) => {
      const { client } = await newPerson(gateway, way);

      client.tell(event, payload);

      expect(await client.fact('error')).toEqual({ event, code, message: aSentence });
      await client.settled();
      expect(client.heard('error')).toHaveLength(1);
    });

    it('with an ack no fact error comes beside it', async () => {
      const { client } = await newPerson(gateway, way);

      await client.request('chat:send', {});
      await client.request('dance', {});
      await client.settled();

      expect(client.heard('error')).toEqual([]);
    });

    it('a refused command leaves the connection as good as before', async () => {
      const { client } = await newPerson(gateway, way);

      for (const command of COMMANDS) await client.request(command, { room: 5, rooms: 5, token: 5, id: 5, capacity: 'x' });

      expect(dataOf(await client.request('auth:me'))).toBeDefined();
    });
  });
});
