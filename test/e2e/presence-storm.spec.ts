import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../support/gateway.js';
import { TallyClient } from '../support/tally-client.js';
import { appToken, newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { openConnections } from '../abuse/gauges.js';
import { rssOf } from './traps/witnesses.js';

const PEOPLE = 2_000;
/** Who comes at the same moment; as many again when they are in. */
const AT_ONCE = 100;
/** What everybody gets on coming, and some more: without putting news together it would be a thousand. */
const FRAMES_ON_COMING = 10;
/** Lists are told at most twice a second, and people are here half of the time on average: a slow machine takes longer, and tells more. */
const FRAMES_A_SECOND = 1;
/** What the process may have grown by when all have gone: garbage that nobody had to collect yet. */
const GROWTH_MB = 300;

const env = {
  MAX_CONNECTIONS_PER_ADDRESS: '5000',
  MAX_UNAUTHENTICATED_PER_ADDRESS: '5000',
  PRESENCE_GRACE_MS: '500',
};

describe('2,000 registered people who come within seconds, all into the lobby', () => {
  let gateway: Gateway;
  let rssBefore: number;
  /** Half of them are chat-room clients, which the server itself takes there and tells who is online; half canonical ones. */
  const chatters: TallyClient[] = [];
  const canonical: TallyClient[] = [];
  /** Of connections that ended before their client was in. */
  let framesOfOthers = 0;
  let coming = 0;

  beforeAll(async () => {
    gateway = await startGateway({ env });
    rssBefore = rssOf(gateway.pid);
  }, 60_000);
  afterAll(async () => {
    TallyClient.closeAll();
    await gateway.stop();
  }, 60_000);

  async function chatter(client: TallyClient): Promise<void> {
    await client.first('online_users');
  }

  async function member(client: TallyClient): Promise<void> {
    await client.first('hello');
    expect(await client.ask('rooms:join', { key: 'lobby' })).toMatchObject({ ok: true });
  }

  /** Whom a busy server sends away comes back. */
  async function come(number: number, dialect: 'chatroom' | 'lyceum', enter: typeof member): Promise<TallyClient> {
    const sub = newId(`p${number}`);
    for (;;) {
      const client = new TallyClient(gateway, { token: appToken({ sub, name: sub }), dialect });
      try {
        await enter(client);
        return client;
      } catch {
        framesOfOthers += client.frames;
        client.close();
      }
    }
  }

  /** Brings in one after the other until there are enough. */
  async function fill(): Promise<void> {
    for (let number = (coming += 1); number <= PEOPLE; number = coming += 1) {
      if (number % 2 === 0) chatters.push(await come(number, 'chatroom', chatter));
      else canonical.push(await come(number, 'lyceum', member));
    }
  }

  it('get at most two lists a second each, and all of them the right picture in the end', async () => {
    const began = performance.now();
    await Promise.all(Array.from({ length: AT_ONCE }, fill));
    await eventually(() => {
      for (const client of chatters) expect(new Set(client.latest('online_users') as string[]).size).toBe(PEOPLE);
      for (const client of canonical) expect(client.latest('rooms:count')).toMatchObject({ participantCount: PEOPLE });
      return Promise.resolve();
    }, 60_000);

    const frames = [...chatters, ...canonical].reduce((sum, client) => sum + client.frames, framesOfOthers);
    expect(frames / PEOPLE).toBeGreaterThan(4);
    const seconds = (performance.now() - began) / 1_000;
    expect(frames / PEOPLE).toBeLessThan(FRAMES_ON_COMING + FRAMES_A_SECOND * seconds);
    const [anybody] = canonical;
    const online = await anybody!.ask('presence:online', {});
    expect(online).toMatchObject({ ok: true, data: { total: PEOPLE } });
    expect((online.data as { users: unknown[] }).users).toHaveLength(PEOPLE);
  }, 150_000);

  it('leave nothing behind when they go', async () => {
    TallyClient.closeAll();
    await eventually(async () => {
      expect(await openConnections(gateway)).toBe(0);
    }, 20_000);
    const witness = await come(0, 'lyceum', member);
    await eventually(async () => {
      expect(await witness.ask('presence:online', {})).toMatchObject({ data: { total: 1 } });
      expect(await witness.ask('rooms:get', { room: { key: 'lobby' } })).toMatchObject({ data: { participantCount: 1 } });
    }, 20_000);
    expect(await openConnections(gateway)).toBe(1);
    expect(rssOf(gateway.pid) - rssBefore).toBeLessThan(GROWTH_MB);
  }, 60_000);
});
