import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { COMMANDS, type CommandName } from '../../src/protocol/index.js';
import { assemble, STAGE_ENV, type Cast } from '../contract/lyceum/rights/cast.js';
import { setScene } from '../contract/lyceum/rights/scene.js';
import { BY_MENTORS, SAMPLES } from '../e2e/input/samples.js';
import { Witnesses } from '../e2e/traps/witnesses.js';
import { fetchDocument, operationsOf } from '../e2e/documentation/open-api.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import { Inspector, INSPECTED } from '../support/inspector.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';

/** Different names for each command and route; all together some ten thousand. */
const TIMES = 150;
const ROUTE_TIMES = 40;
/** How many of them may be remembered: well below, so that a map with one entry for each is found. */
const REMEMBERED = TIMES / 3;
const HEAP_MB = 8;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const AREAS = [...new Set(Object.keys(COMMANDS).map((name) => name.split(':')[0] ?? ''))];

describe('names of what is not there', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;
  let inspector: Inspector;
  let cast: Cast;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...STAGE_ENV, ...INSPECTED, PRESENCE_GRACE_MS: '0' } });
    inspector = await Inspector.attach(gateway);
    witnesses = await Witnesses.meet(gateway);
    cast = await assemble(gateway);
  }, 60_000);
  afterEach(() => witnesses.stillTalk());
  afterAll(async () => {
    inspector.close();
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  });

  /** Whatever `say` says leaves neither entries nor anything else in memory. */
  async function leavesNothing(names: number, say: () => Promise<void>): Promise<void> {
    const before = { entries: await inspector.entries(), heap: await inspector.heapMegabytes() };
    await say();
    await eventually(async () => {
      expect((await inspector.entries()) - before.entries).toBeLessThan(names / 3);
      expect((await inspector.heapMegabytes()) - before.heap).toBeLessThan(HEAP_MB);
    }, 10_000);
  }

  /** Gives the command as its sample shows it, but of other rooms, people, messages each time; then goes. */
  async function sayOften(command: CommandName): Promise<void> {
    const actor = BY_MENTORS.has(command) ? 'mentor' : 'owner';
    const scene = await setScene(gateway, cast, actor, 'messages', { key: newId('room'), visibility: 'code' });
    const samples = (await SAMPLES[command](scene)) as unknown as readonly JsonObject[];
    const client = await RawClient.connect(gateway, `/?dialect=lyceum&token=${scene.actor.token}`);
    await client.next('hello', 5_000);
    for (let said = 0; said < TIMES; said += 10) {
      const payloads = Array.from({ length: 10 }, (_, more) => elsewhere(samples[(said + more) % samples.length]));
      const answers = await Promise.all(payloads.map((payload) => client.request(command, payload)));
      expect(answers.filter(({ error }) => (error as { code: string } | undefined)?.code === 'INTERNAL')).toEqual([]);
    }
    await client.close();
  }

  it.each(AREAS)(
    `are forgotten by all commands of %s`,
    async (area) => {
      const commands = (Object.keys(COMMANDS) as CommandName[]).filter((name) => name.startsWith(`${area}:`));
      // What a first time makes, and keeps, is not meant.
      for (const command of commands) await sayOften(command);
      await leavesNothing(REMEMBERED * 3, async () => {
        for (const command of commands) await sayOften(command);
      });
    },
    60_000,
  );

  it('are forgotten by HTTP', async () => {
    const routes = operationsOf(await fetchDocument(gateway)).map(([route]) => route.split(' ') as [string, string]);
    const askAll = async (): Promise<void> => {
      for (let asked = 0; asked < ROUTE_TIMES; asked += 1) {
        const answers = await Promise.all(
          routes.map(([method, path]) => {
            const body = { username: newId('ana'), password: newId('a password'), refreshToken: newId('token'), code: newId('') };
            const request = method === 'GET' ? {} : { body };
            const token = asked % 2 === 0 ? { token: cast.actors.owner.token } : { token: `lyk_${newId('key')}` };
            return call(
              gateway,
              method,
              path.replaceAll(/\{\w+\}/g, () => randomUUID()),
              { ...request, ...token },
            ).catch(() => undefined);
          }),
        );
        expect(answers.filter((answer) => answer !== undefined && answer.status === 500)).toEqual([]);
      }
    };
    await askAll();
    await leavesNothing(ROUTE_TIMES, askAll);
  }, 60_000);
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
  if (field === 'code')
    return Array.from({ length: 6 }, () => 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'[Math.floor(Math.random() * 31)]).join('');
  return value;
}
