import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { START_MS } from '../settings.js';
import { act, HURRIED, pinsOf, syncOf } from './changing.js';
import { closeAll } from './lyceum-client.js';
import { newPerson, roomOf, say, type Person } from './shapes.js';

const UNKNOWN = '019a0000-0000-7000-8000-000000000001';
/** Every change, as one would ask for it. */
const CHANGES: [string, JsonObject][] = [
  ['chat:edit', { text: 'changed' }],
  ['chat:delete', {}],
  ['chat:react', { emoji: '👍', on: true }],
  ['chat:pin', { on: true }],
];

describe('lyceum: changes that are refused', () => {
  let gateway: BorrowedGateway;
  let ana: Person;
  let ben: Person;
  let room: JsonObject;
  let hers: JsonObject;
  let his: JsonObject;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(async () => {
    await closeAll();
  });
  afterAll(() => gateway.giveBack());

  /** Ana owns the room; she and Ben said something there. */
  async function aTalk(): Promise<void> {
    ana = await newPerson(gateway, 'websocket');
    ben = await newPerson(gateway, 'raw');
    room = await roomOf(ana, ben);
    hers = await say(ana, room, 'hers');
    his = await say(ben, room, 'his');
  }

  async function refused(who: Person, command: string, payload: JsonObject, code: string): Promise<void> {
    expectRefusal(await who.client.request(command, payload), code);
  }

  /** Nothing took a number, and nothing looks otherwise. */
  async function expectUntouched(): Promise<void> {
    expect(await syncOf(ana, room, 0)).toEqual([hers, his]);
    expect((await say(ana, room, 'afterwards')).seq).toBe(3);
  }

  it.each(CHANGES)(
    '%s of a message that is not there, or not there for the caller, is MESSAGE_NOT_FOUND',
    async (command, more) => {
      await aTalk();
      const stranger = await newPerson(gateway, 'polling');

      await refused(ana, command, { messageId: UNKNOWN, ...more }, 'MESSAGE_NOT_FOUND');
      await refused(stranger, command, { messageId: hers.id, ...more }, 'MESSAGE_NOT_FOUND');
      await expectUntouched();
    },
  );

  it.each(CHANGES)('%s by somebody who left is MESSAGE_NOT_FOUND, and works again when they are back', async (command, more) => {
    await aTalk();
    await ben.client.request('rooms:leave', { room: { id: room.id } });
    await refused(ben, command, { messageId: his.id, ...more }, 'MESSAGE_NOT_FOUND');

    await ben.client.request('rooms:join', { code: room.code });
    const answer = await ben.client.request(command, { messageId: his.id, ...more });

    expect(answer).toMatchObject(command === 'chat:pin' ? { error: { code: 'FORBIDDEN' } } : { data: { revisionSeq: 3 } });
  });

  it('what is another’s can’t be edited, not by the owner either, and deleted or pinned by who moderates alone', async () => {
    await aTalk();
    await refused(ben, 'chat:edit', { messageId: hers.id, text: 'changed' }, 'FORBIDDEN');
    await refused(ana, 'chat:edit', { messageId: his.id, text: 'changed' }, 'FORBIDDEN');
    await refused(ben, 'chat:delete', { messageId: hers.id }, 'FORBIDDEN');
    await refused(ben, 'chat:pin', { messageId: his.id, on: true }, 'FORBIDDEN');
    await expectUntouched();

    expect(await act(ana, 'chat:delete', { messageId: his.id })).toMatchObject({ text: '', revisionSeq: 4 });
    expect(await act(ana, 'chat:pin', { messageId: hers.id, on: true })).toMatchObject({ revisionSeq: 5 });
  });

  it('a deleted message can’t be changed any more', async () => {
    await aTalk();
    const deleted = await act(ana, 'chat:delete', { messageId: hers.id });

    await refused(ana, 'chat:edit', { messageId: hers.id, text: 'back' }, 'MESSAGE_NOT_FOUND');
    await refused(ben, 'chat:react', { messageId: hers.id, emoji: '👍', on: true }, 'MESSAGE_NOT_FOUND');
    await refused(ana, 'chat:pin', { messageId: hers.id, on: true }, 'MESSAGE_NOT_FOUND');

    expect(await syncOf(ben, room, 0)).toEqual([his, deleted]);
  });

  it('an edit of what was changed meanwhile is REVISION_CONFLICT', async () => {
    await aTalk();
    await act(ben, 'chat:react', { messageId: hers.id, emoji: '👍', on: true });

    await refused(ana, 'chat:edit', { messageId: hers.id, text: 'changed', ifRevision: 1 }, 'REVISION_CONFLICT');

    const edited = await act(ana, 'chat:edit', { messageId: hers.id, text: 'changed', ifRevision: 3 });
    expect(edited).toMatchObject({ revisionSeq: 4, reactions: [{ emoji: '👍' }] });
  });

  it('of twenty edits at once from the same revision one wins', async () => {
    await aTalk();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ana.client.request('chat:edit', { messageId: hers.id, text: `version ${index}`, ifRevision: 1 }),
      ),
    );

    const won = answers.filter(({ ok }) => ok === true);
    expect(won).toMatchObject([{ data: { revisionSeq: 3 } }]);
    for (const lost of answers.filter(({ ok }) => ok !== true)) expectRefusal(lost, 'REVISION_CONFLICT');
    expect(await syncOf(ben, room, 2)).toEqual([won[0]!.data]);
  });

  it('a message takes 20 different emoji, however many come at once', async () => {
    await aTalk();
    const emoji = Array.from({ length: 30 }, (_, index) => String.fromCodePoint(0x1f400 + index));
    const react = (who: Person, one: string, on = true) =>
      who.client.request('chat:react', { messageId: hers.id, emoji: one, on });

    const answers = await Promise.all(emoji.map((one, index) => react(index % 2 === 0 ? ana : ben, one)));

    expect(answers.filter(({ ok }) => ok === true)).toHaveLength(20);
    for (const answer of answers.filter(({ ok }) => ok !== true)) expectRefusal(answer, 'LIMIT_REACHED');
    const [, message] = await syncOf(ana, room, 0);
    const reactions = message?.reactions as { emoji: string; userIds: string[] }[];
    expect(message).toMatchObject({ id: hers.id, revisionSeq: 22 });
    expect(reactions).toHaveLength(20);
    const [first] = reactions;
    const other = first!.userIds[0] === ana.id ? ben : ana;
    expect(await react(other, first!.emoji)).toMatchObject({ ok: true });
    expect(await react(ana, first!.emoji, false)).toMatchObject({ ok: true });
    expect(await react(ben, first!.emoji, false)).toMatchObject({ ok: true });
    expect(await react(ana, '🎓')).toMatchObject({ ok: true });
  });

  it('a room takes 50 pins', async () => {
    await aTalk();
    const said = await Promise.all(Array.from({ length: 51 }, (_, index) => say(ana, room, `number ${index}`)));
    for (const { id } of said.slice(0, 50)) await act(ana, 'chat:pin', { messageId: id, on: true });

    await refused(ana, 'chat:pin', { messageId: said[50]!.id, on: true }, 'LIMIT_REACHED');

    await act(ana, 'chat:delete', { messageId: said[7]!.id });
    await act(ana, 'chat:pin', { messageId: said[50]!.id, on: true });
    expect(await pinsOf(ben, room)).toHaveLength(50);
  });

  it('chat:pins shows nothing to somebody outside', async () => {
    await aTalk();
    const stranger = await newPerson(gateway, 'websocket');
    await refused(stranger, 'chat:pins', { room: { id: room.id } }, 'NOT_A_MEMBER');
  });
});
