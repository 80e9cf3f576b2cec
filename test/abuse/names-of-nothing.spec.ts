import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import { COMMANDS, type CommandName } from '../../src/protocol/index.js';
import { assemble, STAGE_ENV, type Cast } from '../contract/lyceum/rights/cast.js';
import { setScene } from '../contract/lyceum/rights/scene.js';
import { fetchDocument, operationsOf } from '../e2e/documentation/open-api.js';
import { BY_MENTORS, SAMPLES } from '../e2e/input/samples.js';
import { somebody, Witnesses } from '../e2e/traps/witnesses.js';
import { ENDING } from '../fuzz/http-round.js';
import { register } from '../support/accounts.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import { Inspector, INSPECTED } from '../support/inspector.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';

/** Different names for each command and route; all together some thousands. */
const TIMES = 20;
/** What the first ones make and keep, such as the place for a person's limits, is not meant. */
const FIRST = 10;
const AT_ONCE = 10;
const CLIENTS = 4;
const ROUTES_AT_ONCE = 30;
/** Connections that HTTP keeps open for a while count as entries, too: more often, so that these are fewer than what is remembered of names. */
const HTTP_TIMES = 2 * ROUTES_AT_ONCE;
/** Of as many as were named. */
const PART = 2 / 3;
const HEAP_MB = 8;
const FORGOTTEN_MS = 10_000;
const ANSWER_MS = 20_000;
const TIMEOUT_MS = 240_000;
/** `NAMES_OF_NOTHING` says how many where there is time. */
const NAMED = Number(process.env.NAMES_OF_NOTHING ?? 50_000);
/** How many of them are people. */
const PEOPLE = 1 / 5;
/** An entry of a map, with its key, takes more. */
const BYTES_A_NAME = 40;
/** It stands still while it is looked into, and nobody should take it for dead. */
const PING_TIMEOUT_MS = '120000';
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const NAMES = Object.keys(COMMANDS) as CommandName[];

/** A command with payloads that are right, and whose they are. */
interface Act {
  readonly command: () => string;
  readonly token: string;
  readonly samples: readonly JsonObject[];
}

describe('names of what is not there', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;
  let inspector: Inspector;
  let cast: Cast;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...STAGE_ENV, ...INSPECTED, PRESENCE_GRACE_MS: '0', PING_TIMEOUT_MS } });
    inspector = await Inspector.attach(gateway);
    witnesses = await Witnesses.meet(gateway);
    cast = await assemble(gateway);
  }, TIMEOUT_MS);
  afterEach(() => witnesses.stillTalk());
  afterAll(async () => {
    inspector.close();
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  });

  /** Saying it so often leaves neither entries nor anything else in memory: whatever remembers each name has as many more. */
  async function leavesNothing(times: number, say: (times: number) => Promise<void>): Promise<void> {
    await say(FIRST);
    const before = await inspector.holdings();
    await say(times);
    await eventually(async () => {
      const after = await inspector.holdings();
      expect(after.entries - before.entries).toBeLessThan(times * PART);
      expect(after.heapMegabytes - before.heapMegabytes).toBeLessThan(HEAP_MB);
    }, FORGOTTEN_MS);
  }

  /** What each command may say. What it names is replaced anyhow, so that one room does for all of an actor's. */
  async function allActs(): Promise<Act[]> {
    const sceneOf = (actor: 'owner' | 'mentor') =>
      setScene(gateway, cast, actor, 'messages', { key: newId('room'), visibility: 'code' });
    const scenes = { owner: await sceneOf('owner'), mentor: await sceneOf('mentor') };
    const acts: Act[] = [{ command: () => newId('no:such'), token: somebody(), samples: [{}] }];
    for (const name of NAMES) {
      const scene = scenes[BY_MENTORS.has(name) ? 'mentor' : 'owner'];
      const samples = (await SAMPLES[name](scene)) as unknown as readonly JsonObject[];
      acts.push({ command: () => name, token: scene.actor.token, samples });
    }
    return acts;
  }

  /** Gives the command of other rooms, people, messages each time; then goes. */
  async function give({ command, token, samples }: Act, times: number): Promise<void> {
    const client = await RawClient.connect(gateway, `/?dialect=lyceum&token=${token}`);
    await client.next('hello', ANSWER_MS);
    for (let said = 0; said < times; said += AT_ONCE) {
      const payloads = Array.from({ length: AT_ONCE }, (_, more) => elsewhere(samples[(said + more) % samples.length]));
      const answers = await Promise.all(payloads.map((payload) => client.request(command(), payload, ANSWER_MS)));
      expect(answers.filter(({ error }) => (error as { code: string } | undefined)?.code === 'INTERNAL')).toEqual([]);
    }
    await client.close();
  }

  it(
    'are forgotten by all commands, and so are commands that nobody knows',
    async () => {
      const acts = await allActs();
      await leavesNothing(TIMES, async (times) => {
        const left = acts.values();
        // Some at a time: while one waits for the database another does not.
        const giveAll = async (): Promise<void> => {
          for (const act of left) await give(act, times);
        };
        await Promise.all(Array.from({ length: CLIENTS }, giveAll));
      });
    },
    TIMEOUT_MS,
  );

  it(
    'are forgotten by HTTP',
    async () => {
      const { token, username } = await register(gateway);
      const routes = operationsOf(await fetchDocument(gateway))
        .map(([route]) => route.split(' ') as [method: string, path: string])
        .filter(([, path]) => !path.endsWith(ENDING));
      await leavesNothing(HTTP_TIMES, async (times) => {
        for (let asked = 0; asked < times; asked += 1) {
          // Keys of servers, too, which nobody has.
          const asker = () => (asked % 2 === 0 ? `lyk_${newId('key')}` : token);
          for (let from = 0; from < routes.length; from += ROUTES_AT_ONCE) {
            const some = routes.slice(from, from + ROUTES_AT_ONCE);
            const statuses = await Promise.all(some.map(([method, path]) => statusOf(method, path, asker(), username)));
            expect(statuses.filter((status) => status === 500)).toEqual([]);
          }
        }
      });
    },
    TIMEOUT_MS,
  );

  it(
    'are forgotten to the last byte where tens of thousands of rooms and people are named',
    async () => {
      const ana = await RawClient.connect(gateway, `/?dialect=lyceum&token=${somebody()}`);
      await ana.next('hello', ANSWER_MS);
      const ids = (): string[] => Array.from({ length: 200 }, () => randomUUID());
      const name = async (times: number): Promise<void> => {
        for (let named = 0; named < times; named += 1_000) {
          const rooms = () => ids().map((id) => ({ room: { id }, afterSeq: 0 }));
          const synced = Array.from({ length: 4 }, () => ana.request('chat:sync', { rooms: rooms() }, ANSWER_MS));
          const users = ids();
          const watched = ana.request('presence:watch', { users }, ANSWER_MS);
          for (const answer of await Promise.all([...synced, watched])) expect(answer).toMatchObject({ ok: true });
          expect(await ana.request('presence:unwatch', { users }, ANSWER_MS)).toMatchObject({ ok: true });
        }
      };
      await name(NAMED / 10);
      const before = await inspector.heapMegabytes();

      await name(NAMED);

      await eventually(async () => {
        const grown = ((await inspector.heapMegabytes()) - before) * 2 ** 20;
        expect(grown / (NAMED * PEOPLE)).toBeLessThan(BYTES_A_NAME);
      }, FORGOTTEN_MS);
      await ana.close();
    },
    TIMEOUT_MS,
  );

  async function statusOf(method: string, path: string, token: string, username: string): Promise<number> {
    // Whose password is guessed is remembered for a while, and of so many only.
    const body = { username, password: newId('a password'), refreshToken: newId('token'), code: newId('') };
    const url = path.replaceAll(/\{\w+\}/g, () => randomUUID());
    try {
      return (await call(gateway, method, url, { token, ...(method === 'GET' ? {} : { body }) })).status;
    } catch (error) {
      // Pages are no JSON.
      if (error instanceof SyntaxError) return 200;
      throw error;
    }
  }
});

/** The same payload about something else: nothing it names is there. */
function elsewhere(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => elsewhere(entry, field));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, elsewhere(inner, name)]));
  }
  if (typeof value !== 'string') return value;
  if (UUID.test(value)) return randomUUID();
  if (field === 'key' || field === 'username' || field === 'clientId') return newId('nothing');
  if (field === 'code') return Array.from({ length: 6 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('');
  return value;
}
