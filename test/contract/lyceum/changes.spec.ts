import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { START_MS } from '../settings.js';
import { act, HURRIED, pinsOf, syncOf } from './changing.js';
import { closeAll, WAYS } from './lyceum-client.js';
import { newPerson, refOf, roomOf, say, userShape } from './shapes.js';

describe('lyceum: changes of messages', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it('chat:edit is answered with the message as it is now, and everybody gets that', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const said = await say(ana, room, 'Helo', { clientId: 'c-1', metadata: { a: 1 } });

      const edited = await act(ana, 'chat:edit', { messageId: said.id, text: 'Hello', ifRevision: 1 });

      expect(edited).toEqual({ ...said, revisionSeq: 2, text: 'Hello', editedAt: aTime });
      for (const { client } of [ana, ben]) expect(await client.fact('chat:edited')).toEqual(edited);
      expect((await say(ben, room, 'next')).seq).toBe(3);
      expect(await syncOf(ben, room, 1)).toMatchObject([{ revisionSeq: 2, text: 'Hello' }, { seq: 3 }]);
    });

    it('chat:delete leaves nothing of the message but its place', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const said = await say(ana, room, 'secret', { metadata: { a: 1 }, mentions: [ben.id] });
      await act(ben, 'chat:react', { messageId: said.id, emoji: '👍', on: true });
      await act(ana, 'chat:pin', { messageId: said.id, on: true });

      const deleted = await act(ana, 'chat:delete', { messageId: said.id });

      const gone = { text: '', metadata: null, mentions: [], reactions: [], pinnedAt: null, deletedAt: aTime };
      expect(deleted).toEqual({ ...said, ...gone, revisionSeq: 4 });
      for (const { client } of [ana, ben]) expect(await client.fact('chat:deleted')).toEqual(deleted);
      expect(dataOf(await ben.client.request('chat:history', { room }))).toEqual({ messages: [deleted], hasMore: false });
      expect(await pinsOf(ben, room)).toEqual([]);
    });

    it('chat:react shows who reacted how, and tells everybody the change alone', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const said = await say(ana, room, 'Done!');
      const react = (who: typeof ana, emoji: string, on: boolean) => act(who, 'chat:react', { messageId: said.id, emoji, on });

      expect(await react(ben, '👩‍👩‍👧', true)).toMatchObject({ reactions: [{ emoji: '👩‍👩‍👧', count: 1, userIds: [ben.id] }] });
      await react(ben, '❤️', true);
      const answer = await react(ana, '👩‍👩‍👧', true);

      expect(answer).toEqual({
        ...said,
        revisionSeq: 4,
        reactions: [
          { emoji: '👩‍👩‍👧', count: 2, userIds: [ben.id, ana.id] },
          { emoji: '❤️', count: 1, userIds: [ben.id] },
        ],
      });
      expect(await react(ben, '👩‍👩‍👧', false)).toMatchObject({
        reactions: [{ emoji: '❤️' }, { emoji: '👩‍👩‍👧', count: 1, userIds: [ana.id] }],
      });
      const change = { room: refOf(room), messageId: said.id };
      const heard = [
        { ...change, seq: 2, user: userShape(ben), emoji: '👩‍👩‍👧', on: true, count: 1 },
        { ...change, seq: 3, user: userShape(ben), emoji: '❤️', on: true, count: 1 },
        { ...change, seq: 4, user: userShape(ana), emoji: '👩‍👩‍👧', on: true, count: 2 },
        { ...change, seq: 5, user: userShape(ben), emoji: '👩‍👩‍👧', on: false, count: 1 },
      ];
      for (const { client } of [ana, ben]) {
        await client.fact('chat:reaction', { seq: 5 });
        expect(client.heard('chat:reaction')).toEqual(heard);
      }
    });

    it('chat:pin puts a message up for all, chat:pins shows them, oldest pin first', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const [one, two, three] = [await say(ana, room, 'one'), await say(ben, room, 'two'), await say(ben, room, 'three')];

      await act(ana, 'chat:pin', { messageId: two.id, on: true });
      await act(ana, 'chat:pin', { messageId: one.id, on: true });
      const pinned = await act(ana, 'chat:pin', { messageId: three.id, on: true });

      expect(pinned).toEqual({ ...three, revisionSeq: 6, pinnedAt: aTime });
      expect(await ben.client.fact('chat:pinned', { seq: 3 })).toEqual(pinned);
      expect((await pinsOf(ben, room)).map(({ text }) => text)).toEqual(['two', 'one', 'three']);
      const { messages } = dataOf(await ben.client.request('chat:pins', { room, after: two.id }));
      expect(messages).toMatchObject([{ text: 'one' }, { text: 'three' }]);
      expect(await act(ana, 'chat:pin', { messageId: one.id, on: false })).toMatchObject({ pinnedAt: null, revisionSeq: 7 });
      expect((await pinsOf(ben, room)).map(({ text }) => text)).toEqual(['two', 'three']);
    });

    it('what changes nothing takes no number, tells nobody, and is answered with the message as it is', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const said = await say(ana, room, 'Hello');
      const again: [string, JsonObject][] = [
        ['chat:edit', { text: 'Edited', ifRevision: 1 }],
        ['chat:react', { emoji: '👍', on: true }],
        ['chat:react', { emoji: '👍', on: false }],
        ['chat:pin', { on: true }],
        ['chat:pin', { on: false }],
        ['chat:delete', {}],
      ];
      for (const [index, [command, wanted]] of again.entries()) {
        const first = await act(ana, command, { messageId: said.id, ...wanted });
        expect(first.revisionSeq).toBe(index + 2);
        expect(await act(ana, command, { messageId: said.id, ...wanted })).toEqual(first);
      }

      expect((await say(ana, room, 'afterwards')).seq).toBe(8);
      await ben.client.fact('chat:message', { seq: 8 });
      const facts = ['chat:edited', 'chat:reaction', 'chat:pinned', 'chat:deleted'].map((name) => ben.client.heard(name).length);
      expect(facts).toEqual([1, 2, 2, 1]);
    });

    it('mentions name members, each once; others are left out', async () => {
      const [ana, ben, cleo] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const mentions = [cleo.id, ben.id, 'nobody', ben.id, ana.id];

      const said = await say(ana, room, 'Hi', { clientId: 'c-1', mentions });

      expect(said.mentions).toEqual([ben.id, ana.id]);
      expect((await ben.client.fact('chat:message')).mentions).toEqual([ben.id, ana.id]);
      expect(await syncOf(ben, room, 0)).toEqual([said]);
      expect(await say(ana, room, 'Hi', { clientId: 'c-1', mentions })).toEqual({ ...said, duplicate: true });
    });
  });
});
