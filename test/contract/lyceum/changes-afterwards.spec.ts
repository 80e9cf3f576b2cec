import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import type { RawClient } from '../../support/raw-client.js';
import { joinSession } from '../group-study/session.js';
import { START_MS } from '../settings.js';
import { connectLearner } from '../skill-lift/live-session.js';
import { act, HURRIED } from './changing.js';
import { closeAll } from './lyceum-client.js';
import { newPerson, roomOf, say } from './shapes.js';

describe('lyceum: what was changed', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  it('a repeated clientId is measured by what was sent first, whatever became of it', async () => {
    const ana = await newPerson(gateway, 'raw');
    const room = await roomOf(ana);
    const original = { clientId: 'c-1', kind: 'note', metadata: { b: 1, a: [2] }, mentions: [ana.id, 'nobody'] };
    const said = await say(ana, room, 'first', original);
    const send = (text: string, more: JsonObject = {}) =>
      ana.client.request('chat:send', { room: { id: room.id }, text, ...original, ...more });

    for (const change of [
      () => act(ana, 'chat:edit', { messageId: said.id, text: 'second' }),
      () => act(ana, 'chat:delete', { messageId: said.id }),
    ]) {
      const now = await change();
      expect(await send('first', { metadata: { a: [2], b: 1 } })).toEqual({ ok: true, data: { ...now, duplicate: true } });
      for (const other of [
        await send('second'),
        await send('first', { kind: 'text' }),
        await send('first', { metadata: { a: [2], b: 2 } }),
        await send('first', { mentions: [ana.id] }),
        await send('first', { replyTo: said.id }),
      ])
        expect(other).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
    }
    expect((await say(ana, room, 'afterwards')).seq).toBe(4);
  });

  it('a repeated clientId of a plain message, too', async () => {
    const ana = await newPerson(gateway, 'raw');
    const room = await roomOf(ana);
    const said = await say(ana, room, 'first', { clientId: 'c-1' });
    const edited = await act(ana, 'chat:edit', { messageId: said.id, text: 'second' });

    expect(await say(ana, room, 'first', { clientId: 'c-1' })).toEqual({ ...edited, duplicate: true });
    const other = await ana.client.request('chat:send', { room: { id: room.id }, text: 'second', clientId: 'c-1' });
    expect(other).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  });

  /** Old clients, by what they call a message and its text; each enters the room and asks for its history. */
  const OLD: [string, (code: string) => Promise<RawClient>, (frame: JsonObject) => unknown][] = [
    [
      'skill-lift',
      async (code) => {
        const { client } = await connectLearner(gateway, 'Lena');
        client.send({ type: 'join_room', data: { roomId: code } });
        await client.next('room_joined');
        return client;
      },
      ({ type, payload }) => (type === 'chat_message' ? (payload as JsonObject).message : undefined),
    ],
    [
      'group-study',
      (code) => joinSession(gateway, code, 'Greta', {}, { history: true }),
      ({ type, message }) => (type === 'message' ? message : undefined),
    ],
  ];

  it.each(OLD)('%s clients hear of no change, and find no deleted message in their history', async (_, enter, textOf) => {
    const ana = await newPerson(gateway, 'websocket');
    const room = await roomOf(ana);
    const learner = await enter(room.code as string);
    const [gone, kept] = [await say(ana, room, 'gone'), await say(ana, room, 'kept')];
    await act(ana, 'chat:react', { messageId: kept.id, emoji: '👍', on: true });
    await act(ana, 'chat:pin', { messageId: kept.id, on: true });
    await act(ana, 'chat:delete', { messageId: gone.id });
    await act(ana, 'chat:edit', { messageId: kept.id, text: 'kept on' });
    await say(ana, room, 'last');

    const heard = ({ frames }: RawClient) => frames.filter((frame) => textOf(frame) !== undefined).map(textOf);
    await learner.next((frame) => textOf(frame) === 'last');
    expect(heard(learner)).toEqual(['gone', 'kept', 'last']);
    // One frame each, and those of entering.
    expect(new Set(learner.frames.map(({ type }) => type)).size).toBeLessThanOrEqual(3);

    await learner.close();
    const again = await enter(room.code as string);
    await again.next((frame) => textOf(frame) === 'last');
    expect(heard(again)).toEqual(['kept on', 'last']);
  });
});
