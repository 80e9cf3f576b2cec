import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../support/gateway.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken, newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';

const PEOPLE = 500;
/** Who comes at the same moment; as many again when they are in. */
const AT_ONCE = 25;

describe('500 chat-room clients that connect within a short time', () => {
  let gateway: Gateway;
  const clients: SocketClient[] = [];

  beforeAll(async () => {
    gateway = await startGateway({ env: { MAX_UNAUTHENTICATED_PER_ADDRESS: '1000' } });
  }, 60_000);
  afterAll(async () => {
    SocketClient.closeAll();
    await gateway.stop();
  }, 60_000);

  /** Connects one after the other until there are enough. */
  async function fill(): Promise<void> {
    for (let number = (joining += 1); number <= PEOPLE; number = joining += 1) {
      const auth = { token: appToken({ sub: newId(`p${number}`) }) };
      const transport = number % 10 === 0 ? 'polling' : 'websocket';
      clients.push(await SocketClient.connect(gateway, { auth, transport, reconnects: true }));
    }
  }
  let joining = 0;

  function listsOf(client: SocketClient): string[][] {
    return client.heard<string[]>('online_users');
  }

  function listsSinceConnect({ occurrences }: SocketClient): string[] {
    const events = occurrences.map(({ event }) => event);
    return events.slice(events.lastIndexOf('connect')).filter((event) => event === 'online_users');
  }

  it('are all greeted, told of each other seldom, and hear each other', async () => {
    const started = Date.now();
    await Promise.all(Array.from({ length: AT_ONCE }, fill));
    await eventually(() => {
      for (const client of clients) expect(listsOf(client).at(-1)).toHaveLength(PEOPLE);
      return Promise.resolve();
    }, 60_000);
    const halfSeconds = Math.ceil((Date.now() - started) / 500);

    expect(clients).toHaveLength(PEOPLE);
    for (const client of clients) {
      // Whom a busy server sent away, and who came back by themselves, were greeted then.
      const events = client.occurrences.map(({ event }) => event);
      expect(events.slice(events.lastIndexOf('connect'))).toEqual(['connect', 'message_history', ...listsSinceConnect(client)]);
      // Twenty where they come within ten seconds; without coalescing it would be one for each of the others.
      expect(listsOf(client).length).toBeLessThanOrEqual(halfSeconds + 1);
    }
    const most = Math.max(...clients.map((client) => listsOf(client).length));
    expect(most).toBeLessThan(PEOPLE / 2);

    expect(await clients[0]!.request('send_message', { text: 'Is everybody here?' })).toMatchObject({ ok: true });
    await Promise.all(clients.map((client) => client.next('new_message', { text: 'Is everybody here?' }, 20_000)));
  }, 240_000);
});
