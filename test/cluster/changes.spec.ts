import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { historyOf, syncOf } from '../contract/lyceum/changing.js';
import { closeAll, connectLyceum, type LyceumClient, type Way } from '../contract/lyceum/lyceum-client.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf, expectRefusal } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { startRedis, type Redis } from '../support/redis.js';
import { appToken, newId } from '../support/tokens.js';
import { fileForm, uploaded } from '../support/uploads.js';
import { eventually } from '../support/wait.js';
import { becomes } from './nodes.js';
import { CLUSTER_ENV, oneTo } from './people.js';

const TIMEOUT_MS = 120_000;
const ENV = { ...CLUSTER_ENV, RATE_MANAGE_PER_SECOND: '100000', RATE_READ_PER_SECOND: '1000' };
const FACTS = ['chat:message', 'chat:edited', 'chat:deleted', 'chat:pinned', 'chat:reaction'];
const EMOJI = ['👍', '🎓', '🦉'];

interface Shown {
  id: string;
  seq: number;
  revisionSeq: number;
  reactions: { emoji: string; count: number; userIds: string[] }[];
}

interface Change {
  seq: number;
  messageId: string;
  user: { id: string };
  emoji: string;
  on: boolean;
  count: number;
}

/** A member who keeps the room as the facts tell it. */
class Member {
  /** The numbers of the facts, in the order in which they came. */
  readonly numbers: number[] = [];
  private readonly messages = new Map<string, Shown>();
  private taken = 0;

  constructor(
    readonly id: string,
    readonly client: LyceumClient,
  ) {}

  /** Takes in what came since the last time. */
  listen(): void {
    const heard = this.client.facts().filter(({ name }) => FACTS.includes(name));
    for (const { name, data } of heard.slice(this.taken)) {
      if (name === 'chat:reaction') this.takeReaction(data as unknown as Change);
      else this.take(data as unknown as Shown);
    }
    this.taken = heard.length;
  }

  /** Nothing about who reacted first: a change does not tell. */
  state(): JsonObject[] {
    return unordered([...this.messages.values()].toSorted((one, other) => one.seq - other.seq));
  }

  private take(message: Shown): void {
    this.numbers.push(message.revisionSeq);
    this.messages.set(message.id, message);
  }

  private takeReaction({ seq, messageId, user, emoji, on, count }: Change): void {
    this.numbers.push(seq);
    const message = this.messages.get(messageId)!;
    const others = message.reactions.filter((reaction) => reaction.emoji !== emoji);
    const before = message.reactions.find((reaction) => reaction.emoji === emoji)?.userIds ?? [];
    const userIds = on ? [...before, user.id] : before.filter((id) => id !== user.id);
    const reactions = userIds.length === 0 ? others : [...others, { emoji, count, userIds }];
    this.messages.set(messageId, { ...message, revisionSeq: seq, reactions });
  }
}

function unordered(messages: readonly Shown[]): JsonObject[] {
  return messages.map(({ reactions, ...message }) => ({
    ...message,
    reactions: reactions
      .map(({ userIds, ...reaction }) => ({ ...reaction, userIds: userIds.toSorted() }))
      .toSorted((one, other) => one.emoji.localeCompare(other.emoji)),
  }));
}

describeWith(['postgres', 'redis'], 'changes on two nodes', () => {
  let postgres: Postgres;
  let redis: Redis;
  let nodes: Gateway[];

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const database = await postgres.createDatabase();
    const start = () => startGateway({ database, env: { ...ENV, REDIS_URL: redis.url, ROOM_ORDER_WAIT_MS: '10000' } });
    nodes = await Promise.all([start(), start()]);
    await Promise.all(nodes.map((node) => becomes(node, 'ready')));
  }, TIMEOUT_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  async function newMember(node: Gateway, way: Way, room: string): Promise<Member> {
    const id = newId('member');
    const client = await connectLyceum(node, way, appToken({ sub: id, name: id }));
    dataOf(await client.request('rooms:join', { key: room, create: true }));
    return new Member(id, client);
  }

  it(
    'reach every member in the order of their numbers, without a gap, and make of the room what its history is',
    async () => {
      const room = { key: newId('room') };
      const ways: Way[] = ['websocket', 'raw', 'polling', 'websocket'];
      const members: Member[] = [];
      for (const [index, way] of ways.entries()) members.push(await newMember(nodes[index % 2]!, way, room.key));
      const said: string[] = [];

      const storm = async ({ client }: Member, own: string[], index: number): Promise<void> => {
        for (let round = 0; round < 40; round += 1) {
          const message = dataOf(await client.request('chat:send', { room, text: `${index} ${round}` }));
          own.push(message.id as string);
          said.push(message.id as string);
          const mine = own[(round * 7) % own.length];
          const chosen = said[(round * 11) % said.length];
          const changes: [string, JsonObject][] = [
            ['chat:edit', { messageId: mine, text: `edit ${round}` }],
            ['chat:react', { messageId: chosen, emoji: EMOJI[round % 3], on: round % 4 !== 3 }],
          ];
          if (round % 10 === 9) changes.push(['chat:delete', { messageId: mine }]);
          if (index === 0) changes.push(['chat:pin', { messageId: chosen, on: round % 2 === 0 }]);
          for (const answer of await Promise.all(changes.map(([command, payload]) => client.request(command, payload)))) {
            if (answer.ok !== true) expect(answer).toMatchObject({ error: { code: 'MESSAGE_NOT_FOUND' } });
          }
        }
      };
      await Promise.all(members.map((member, index) => storm(member, [], index)));

      const [reader] = members as [Member];
      const { id, lastSeq } = (
        dataOf(await reader.client.request('rooms:get', { room })) as { room: { id: string; lastSeq: number } }
      ).room;
      expect(lastSeq).toBeGreaterThan(350);
      await eventually(async () => {
        for (const member of members) {
          member.listen();
          expect(member.numbers.at(-1)).toBe(lastSeq);
        }
        await Promise.resolve();
      }, 10_000);
      const history = (await historyOf(reader, { id })) as unknown as Shown[];
      // All of them came while everybody was there: the live facts alone are everything.
      for (const member of members) {
        expect(member.numbers).toEqual(oneTo(lastSeq));
        expect(member.state()).toEqual(unordered(history));
      }
      for (const afterSeq of [0, 17, Math.floor(lastSeq / 2), lastSeq - 1, lastSeq]) {
        const changes = (await syncOf(reader, { id }, afterSeq)) as unknown as Shown[];
        expect(changes.map(({ revisionSeq }) => revisionSeq)).toEqual(
          history
            .map(({ revisionSeq }) => revisionSeq)
            .filter((number) => number > afterSeq)
            .toSorted((a, b) => a - b),
        );
        expect(history).toEqual(expect.arrayContaining(changes));
      }
    },
    TIMEOUT_MS,
  );

  it(
    'give a file to one of the messages that are said with it at once',
    async () => {
      const token = appToken({ sub: newId('member'), name: 'Two devices' });
      const devices = await Promise.all(nodes.map((node) => connectLyceum(node, 'websocket', token)));
      const rooms = devices.map(() => ({ key: newId('room') }));
      for (const [index, client] of devices.entries()) {
        dataOf(await client.request('rooms:join', { ...rooms[index], create: true }));
      }
      for (let round = 0; round < 10; round += 1) {
        const file = await uploaded(nodes[round % 2]!, token, fileForm('plan.txt', 'First we read.'));
        const answers = await Promise.all(
          devices.map((client, index) => client.request('chat:send', { room: rooms[index], text: '', attachments: [file.id] })),
        );
        const [said, refused] = answers.toSorted((one, other) => Number(other.ok) - Number(one.ok)) as [JsonObject, JsonObject];
        expect(said).toMatchObject({ ok: true, data: { attachments: [file] } });
        expectRefusal(refused, 'INVALID', { field: 'attachments' });
      }
    },
    TIMEOUT_MS,
  );

  it(
    'lose nothing that was answered when their node is killed',
    async () => {
      const room = { key: newId('room') };
      const [doomed, survivor] = [await newMember(nodes[0]!, 'websocket', room.key), await newMember(nodes[1]!, 'raw', room.key)];
      const message = dataOf(await doomed.client.request('chat:send', { room, text: 'first' }));
      let answered = 0;
      const editing = (async () => {
        for (let number = 1; ; number += 1) {
          const edit = { messageId: message.id, text: `edit ${number}` };
          const answer = await doomed.client.request('chat:edit', edit).catch(() => undefined);
          if (answer?.ok !== true) return;
          answered = number;
        }
      })();
      await eventually(async () => {
        expect(answered).toBeGreaterThan(20);
        await Promise.resolve();
      });
      await nodes[0]!.kill();
      await editing;

      const roomId = (message.room as JsonObject).id;
      const [kept] = await historyOf(survivor, { id: roomId });
      const number = Number((kept?.text as string).split(' ')[1]);
      // One may have been committed whose answer did not come out any more.
      expect([answered, answered + 1]).toContain(number);
      expect(kept?.revisionSeq).toBe(number + 1);
      await nodes[0]!.restart();
    },
    TIMEOUT_MS,
  );
});
