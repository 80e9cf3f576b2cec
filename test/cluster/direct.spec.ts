import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { historyOf, syncOf } from '../contract/lyceum/changing.js';
import { conversationsOf, roomIn, textsHeard, write } from '../contract/lyceum/direct/conversation.js';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { newPerson, type Person } from '../contract/lyceum/shapes.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf, expectRefusal } from '../support/expect-frames.js';
import type { Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { CLUSTER_ENV, oneTo } from './people.js';
import { twoNodes } from './nodes.js';

const TIMEOUT_MS = 120_000;
/** From one node to the other on a busy machine. */
const ACROSS_MS = 5_000;

describeWith(['postgres', 'redis'], 'conversations of two, of two nodes', () => {
  const nodes = twoNodes({ ...CLUSTER_ENV, RATE_MANAGE_PER_SECOND: '1000', RATE_READ_PER_SECOND: '1000' }, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;

  beforeAll(() => {
    ({ one, two } = nodes);
  });
  afterEach(closeAll);

  async function pair(): Promise<[Person, Person]> {
    return [await newPerson(one, 'websocket', 'ana'), await newPerson(two, 'raw', 'ben')];
  }

  it(
    'many first messages on both nodes make one room, and all devices of both hear them in order',
    async () => {
      const [ana, ben] = await pair();
      const everywhere = [
        ana,
        ben,
        { client: await connectLyceum(two, 'websocket', ana.token) },
        { client: await connectLyceum(one, 'websocket', ben.token) },
      ];

      const answers = await Promise.all(
        oneTo(50).map((n) => (n % 2 === 0 ? write(ana, ben, `from one: ${n}`) : write(ben, ana, `from two: ${n}`))),
      );

      const room = roomIn(answers[0]!);
      expect(new Set(answers.map((answer) => roomIn(answer).id))).toEqual(new Set([room.id]));
      const history = await historyOf(ana, room);
      expect(history.map(({ seq }) => seq)).toEqual(oneTo(50));
      const said = history.map(({ text }) => text);
      for (const device of everywhere) {
        for (const text of said) await device.client.fact('chat:message', { text }, ACROSS_MS);
        expect(textsHeard(device, room)).toEqual(said);
      }
      for (const person of [ana, ben]) expect(await conversationsOf(person)).toMatchObject([{ id: room.id }]);
    },
    TIMEOUT_MS,
  );

  it(
    'changes and typing come over, and a reload on the other node loses nothing',
    async () => {
      const [ana, ben] = await pair();
      const { id: messageId, room } = await write(ana, ben, 'Hello');
      await ben.client.fact('chat:message', {}, ACROSS_MS);
      dataOf(await ben.client.request('chat:react', { messageId, emoji: '👍', on: true }));
      expect(await ana.client.fact('chat:reaction', {}, ACROSS_MS)).toMatchObject({ messageId, seq: 2 });
      dataOf(await ben.client.request('chat:typing', { room, on: true }));
      expect(await ana.client.fact('chat:typing', {}, ACROSS_MS)).toMatchObject({ on: true, user: { id: ben.id } });

      await ben.client.close();
      await write(ana, ben, 'Are you there?');
      const back = { client: await connectLyceum(one, 'websocket', ben.token) };
      expect((await syncOf(back, room as JsonObject, 2)).map(({ text }) => text)).toEqual(['Are you there?']);
    },
    TIMEOUT_MS,
  );

  it(
    'a block that one node answered holds on the other',
    async () => {
      const [ana, ben] = await pair();
      const room = roomIn(await write(ana, ben, 'Hello'));
      dataOf(await ben.client.request('rooms:block', { user: { id: ana.id } }));
      expectRefusal(await ana.client.request('chat:send', { room, text: 'Do you hear me?' }), 'BLOCKED');
    },
    TIMEOUT_MS,
  );
});
