import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { ROOMY, START_MS } from '../settings.js';
import { closeAll, WAYS } from './lyceum-client.js';
import { messageShape, newPerson, refOf, roomOf, say, userShape } from './shapes.js';

const seqs = (messages: unknown): unknown[] => (messages as JsonObject[]).map(({ seq }) => seq);

describe('lyceum: chat', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it('chat:send is answered with the message, and everybody gets that same message', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);
      const metadata = { colour: 'red', nested: { list: [1, 2] } };

      const message = await say(ana, room, 'Hello', { clientId: 'c-1', kind: 'question', metadata });

      expect(message).toEqual(messageShape(room, ana, { seq: 1, text: 'Hello', clientId: 'c-1', kind: 'question', metadata }));
      for (const { client } of [ana, ben]) {
        expect(await client.fact('chat:message')).toEqual(message);
        await client.settled();
        expect(client.heard('chat:message')).toHaveLength(1);
      }
    });

    it('messages are numbered from 1 in the order in which they are answered', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);

      const said = await Promise.all(
        Array.from({ length: 15 }, (_, index) => [say(ana, room, `a${index}`), say(ben, room, `b${index}`)]).flat(),
      );
      await ana.client.fact('chat:message', { seq: 30 });

      expect(seqs(said).toSorted((one, other) => Number(one) - Number(other))).toEqual(
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
      expect(seqs(ana.client.heard('chat:message'))).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    });

    it('a text is stored and shown exactly as it was sent', async () => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);

      for (const text of ['  spaces\n\ttabs  ', '<b>&amp;</b>', 'e\u0301 é', '👩‍👩‍👧', '\u200b', 'x'.repeat(4_000)]) {
        expect((await say(ana, room, text)).text).toBe(text);
      }
      const { messages } = dataOf(await ana.client.request('chat:history', { room }));
      expect((messages as JsonObject[])[2]?.text).toBe('e\u0301 é');
    });

    it('replyTo names a message of the same room', async () => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);
      const other = await roomOf(ana);
      const question = await say(ana, room, 'Why?');

      expect(await say(ana, room, 'Because', { replyTo: question.id })).toMatchObject({ replyTo: question.id });
      const answer = await ana.client.request('chat:send', { room: { id: other.id }, text: 'Because', replyTo: question.id });
      expect(answer).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^(INVALID|NOT_FOUND)$/) } });
    });

    it('the same clientId with the same content gives the first answer again, and nobody hears it twice', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);
      const first = await say(ana, room, 'once', { clientId: 'c-1' });

      expect(await say(ana, room, 'once', { clientId: 'c-1' })).toEqual({ ...first, duplicate: true });

      await say(ana, room, 'afterwards', { clientId: 'c-2' });
      await ben.client.fact('chat:message', { text: 'afterwards' });
      expect(seqs(ben.client.heard('chat:message'))).toEqual([1, 2]);
    });

    it('the same clientId sent twice at once makes one message', async () => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);

      const answers = await Promise.all([1, 2, 3, 4].map(() => say(ana, room, 'once', { clientId: 'c-1' })));

      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(answers.filter(({ duplicate }) => duplicate === true)).toHaveLength(3);
      expect((await say(ana, room, 'afterwards')).seq).toBe(2);
    });

    it('the same clientId with other content is answered CONFLICT', async () => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);
      await say(ana, room, 'once', { clientId: 'c-1' });

      const other = await ana.client.request('chat:send', { room: { id: room.id }, text: 'other', clientId: 'c-1' });

      expectRefusal(other, 'CONFLICT');
    });

    it('the same clientId of another person, or in another room, is another message', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);
      const other = await roomOf(ana);
      const first = await say(ana, room, 'mine', { clientId: 'c-1' });

      const messages = [await say(ben, room, 'his', { clientId: 'c-1' }), await say(ana, other, 'mine', { clientId: 'c-1' })];

      for (const message of messages) {
        expect(message.id).not.toBe(first.id);
        expect(message).not.toHaveProperty('duplicate');
      }
    });

    describe('typing', () => {
      it('is shown to the others, and ends when said so', async () => {
        const ana = await newPerson(gateway, way);
        const ben = await newPerson(gateway, way);
        const room = await roomOf(ana, ben);

        const answer = await ana.client.request('chat:typing', { room: { id: room.id }, on: true });

        expect(answer).toEqual({ ok: true, data: { room: refOf(room) } });
        expect(await ben.client.fact('chat:typing')).toEqual({ room: refOf(room), user: userShape(ana), on: true });
      });

      it('is nothing that history keeps', async () => {
        const ana = await newPerson(gateway, way);
        const room = await roomOf(ana);
        dataOf(await ana.client.request('chat:typing', { room: { id: room.id }, on: true }));

        expect((await say(ana, room, 'first')).seq).toBe(1);
      });

      it('is refused to somebody outside', async () => {
        const ana = await newPerson(gateway, way);
        const stranger = await newPerson(gateway, way);
        const room = await roomOf(ana);

        expectRefusal(await stranger.client.request('chat:typing', { room: { id: room.id }, on: true }), 'NOT_A_MEMBER');
      });
    });
  });

  it('typing ends by itself after 6 s', async () => {
    const ana = await newPerson(gateway, 'websocket');
    const ben = await newPerson(gateway, 'raw');
    const room = await roomOf(ana, ben);
    dataOf(await ana.client.request('chat:typing', { room: { id: room.id }, on: true }));
    await ben.client.fact('chat:typing', { on: true });
    const began = Date.now();

    await ben.client.fact('chat:typing', { on: false, user: { id: ana.id } }, 8_000);

    expect(Date.now() - began).toBeGreaterThan(5_000);
  }, 15_000);
});
