import { contains, type JsonObject } from '../../support/inbox.js';
import { PollingClient } from '../../support/polling-client.js';
import { RawClient, type Endpoint } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';

/** The three transports of the canonical protocol; what holds for one must hold for all. */
export const WAYS = ['websocket', 'polling', 'raw'] as const;
export type Way = (typeof WAYS)[number];

/** One canonical client, whatever carries it. */
export interface LyceumClient {
  readonly hello: JsonObject;
  /** Sends a command and waits for its one answer, `{ok, …}`. */
  request(command: string, payload?: unknown): Promise<JsonObject>;
  /** Sends a command without asking for an answer. */
  tell(command: string, payload?: unknown): void;
  /** The first fact of that name that holds `part` and was not taken before. */
  fact(name: string, part?: JsonObject, withinMs?: number): Promise<JsonObject>;
  /** Payloads of all facts of that name so far. */
  heard(name: string): JsonObject[];
  /** All facts so far, in the order in which they came. */
  facts(): { name: string; data: JsonObject }[];
  /** Everything the server sent before this call has arrived when it resolves. */
  settled(): Promise<void>;
  readonly closed: Promise<unknown>;
  close(): Promise<void>;
}

export async function connectLyceum(gateway: Endpoint, way: Way, token: string): Promise<LyceumClient> {
  if (way === 'raw') return overRaw(await RawClient.connect(gateway, `/?token=${token}`, { protocols: ['lyceum.v1'] }));
  return overSocket(await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' }, transport: way }));
}

export async function closeAll(): Promise<void> {
  SocketClient.closeAll();
  PollingClient.closeAll();
  await RawClient.closeAll();
}

async function overSocket(client: SocketClient): Promise<LyceumClient> {
  const hello = await client.next('hello');
  return {
    hello,
    request: (command, payload = {}) => client.request(command, payload),
    tell: (command, payload = {}) => {
      client.emit(command, payload);
    },
    fact: (name, part, withinMs) => client.next(name, part, withinMs),
    heard: (name) => client.occurrences.filter(({ event }) => event === name).map(({ args }) => args[0] as JsonObject),
    facts: () => client.occurrences.map(({ event, args }) => ({ name: event, data: args[0] as JsonObject })),
    settled: async () => {
      await client.request('contract:settled', {});
    },
    closed: client.closed,
    close: async () => {
      client.close();
      await client.closed;
    },
  };
}

async function overRaw(client: RawClient): Promise<LyceumClient> {
  const hello = (await client.next('hello')).data as JsonObject;
  return {
    hello,
    request: (command, payload = {}) => client.request(command, payload),
    tell: (command, payload = {}) => {
      client.send({ type: command, data: payload });
    },
    fact: async (name, part = {}, withinMs = 2_000) => {
      const frame = await client.next(({ type, data }) => type === name && contains(data, part), withinMs);
      return frame.data as JsonObject;
    },
    heard: (name) => client.frames.filter(({ type }) => type === name).map(({ data }) => data as JsonObject),
    facts: () => client.frames.map(({ type, data }) => ({ name: type, data: data as JsonObject })),
    settled: () => client.barrier(),
    closed: client.closed,
    close: () => client.close(),
  };
}
