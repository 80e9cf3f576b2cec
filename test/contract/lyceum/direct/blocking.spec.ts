import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { historyOf, HURRIED } from '../changing.js';
import { closeAll, connectLyceum, type LyceumClient, WAYS } from '../lyceum-client.js';
import { newPerson, say, type Person } from '../shapes.js';
import { conversationsOf, roomIn, write } from './conversation.js';

const TO_BLOCKED = { message: 'This person does not want to hear from you.' };
const TO_BLOCKER = { message: 'You have blocked this person. Unblock them first.' };

describe('lyceum: blocking and conversations of two', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const block = async ({ client }: Person, { id }: Person, command = 'rooms:block') =>
    dataOf(await client.request(command, { user: { id } }));
  const tell = ({ client }: { client: LyceumClient }, where: JsonObject) =>
    client.request('chat:send', { ...where, text: 'Do you hear me?' });

  it.each(WAYS)('by %s: neither can write to the other, by person or by room, until the block is lifted', async (way) => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const room = roomIn(await write(ana, ben, 'Hello'));
    await block(ben, ana);

    for (const where of [{ to: { id: ben.id } }, { room }]) expectRefusal(await tell(ana, where), 'BLOCKED', TO_BLOCKED);
    for (const where of [{ to: { id: ana.id } }, { room }]) expectRefusal(await tell(ben, where), 'BLOCKED', TO_BLOCKER);
    for (const person of [ana, ben]) expect(await historyOf(person, room)).toHaveLength(1);

    await block(ben, ana, 'rooms:unblock');
    expect(await tell(ana, { room })).toMatchObject({ ok: true, data: { seq: 2 } });
    expect(await ben.client.fact('chat:message', { seq: 2 })).toMatchObject({ text: 'Do you hear me?' });
  });

  const way = 'websocket';

  it('who both blocked each other are told of their own block first', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const room = roomIn(await write(ana, ben, 'Hello'));
    await block(ben, ana);
    await block(ana, ben);
    for (const person of [ana, ben]) expectRefusal(await tell(person, { room }), 'BLOCKED', TO_BLOCKER);
    await block(ana, ben, 'rooms:unblock');
    expectRefusal(await tell(ana, { room }), 'BLOCKED', TO_BLOCKED);
  });

  it('a first message is refused, and makes no conversation', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    await block(ben, ana);
    expectRefusal(await tell(ana, { to: { id: ben.id } }), 'BLOCKED', TO_BLOCKED);
    expectRefusal(await tell(ben, { to: { id: ana.id } }), 'BLOCKED', TO_BLOCKER);
    for (const person of [ana, ben]) expect(await conversationsOf(person)).toEqual([]);
  });

  it('nothing is said by an edit, a reaction, a pin or typing either; deleting and repeating what stands still work', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const message = await write(ana, ben, 'Hello', { clientId: 'one' });
    const [room, messageId] = [roomIn(message), message.id];
    await block(ben, ana);

    const tries: [string, JsonObject][] = [
      ['chat:edit', { messageId, text: 'Answer me' }],
      ['chat:react', { messageId, emoji: '👍', on: true }],
      ['chat:pin', { messageId, on: true }],
      ['chat:typing', { room, on: true }],
    ];
    for (const [command, payload] of tries) expectRefusal(await ana.client.request(command, payload), 'BLOCKED', TO_BLOCKED);
    expect(await write(ana, ben, 'Hello', { clientId: 'one' })).toMatchObject({ id: messageId, duplicate: true });
    expect(dataOf(await ana.client.request('chat:typing', { room, on: false }))).toEqual({ room });
    dataOf(await ana.client.request('chat:delete', { messageId }));
    await ben.client.fact('chat:deleted');
    await ben.client.settled();
    expect(ben.client.facts().map(({ name }) => name)).not.toContain('chat:typing');
  });

  it('rooms of more than two are as before', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const room = dataOf(await ana.client.request('rooms:create', {}));
    for (const { client } of [ana, ben]) dataOf(await client.request('rooms:join', { code: room.code }));
    await block(ben, ana);
    await say(ana, room, 'To all');
    expect(await ben.client.fact('chat:message')).toMatchObject({ text: 'To all' });
  });

  it('after a block was answered nothing more is written, whatever was under way', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    const room = roomIn(await write(ana, ben, 'Hello'));
    const tablet = await connectLyceum(gateway, 'raw', ana.token);
    const lastSeq = async () => (await historyOf(ben, room)).at(-1)?.seq as number;

    for (let round = 0; round < 10; round += 1) {
      const sends = Array.from({ length: 20 }, (_, n) => tell(n % 2 === 0 ? ana : { client: tablet }, { room }));
      await block(ben, ana);
      const atAnswer = await lastSeq();
      const answers = await Promise.all(sends);
      expect(await lastSeq()).toBe(atAnswer);
      for (const { ok, error } of answers) if (ok !== true) expect(error).toMatchObject({ code: 'BLOCKED' });
      await block(ben, ana, 'rooms:unblock');
    }
  });
});
