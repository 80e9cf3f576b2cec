import type { Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken } from '../support/tokens.js';

export const TRANSPORTS = ['websocket', 'polling', 'raw'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Something said to a device: the name of the fact and what it says. */
export interface Fact {
  readonly name: string;
  readonly data: JsonObject;
}

/** An answer, as `{ok: true, data}` or `{ok: false, error}`. */
export type Answer = JsonObject & {
  ok: boolean;
  data: JsonObject;
  error: { code: string; retryable: boolean; retryAfterMs?: number };
};

/** One device of somebody, whatever is under it. */
export interface Device {
  readonly personId: string;
  readonly node: Gateway;
  /** Where it is connected, and how. */
  readonly place: string;
  request(command: string, payload: JsonObject): Promise<Answer>;
  /** Everything it was told, in order. */
  heard(): Fact[];
  /** Goes with a farewell. */
  close(): void;
  /** Goes without one. */
  cut(): void;
}

export interface Claims {
  readonly sub: string;
  readonly name: string;
}

export function connect(node: Gateway, claims: Claims, transport: Transport): Promise<Device> {
  return connectWith(node, claims.sub, appToken({ ...claims }), transport);
}

export function connectWith(node: Gateway, personId: string, token: string, transport: Transport): Promise<Device> {
  return transport === 'raw' ? overRaw(node, personId, token) : overSocketIo(node, personId, token, transport);
}

async function overRaw(node: Gateway, personId: string, token: string): Promise<Device> {
  const client = await RawClient.connect(node, `/?dialect=lyceum&token=${token}`);
  await client.next('hello', 10_000);
  return {
    personId,
    node,
    place: `raw, ${node.wsUrl}`,
    request: async (command, payload) => (await client.request(command, payload, 10_000)) as Answer,
    heard: () => client.frames.flatMap(({ type, data }) => (type === 'ack' ? [] : [{ name: type, data: data as JsonObject }])),
    close: () => void client.close(),
    cut: () => {
      client.terminate();
    },
  };
}

async function overSocketIo(node: Gateway, personId: string, token: string, transport: 'websocket' | 'polling'): Promise<Device> {
  const client = await SocketClient.connect(node, { auth: { token, dialect: 'lyceum' }, transport });
  await client.next('hello', {}, 10_000);
  return {
    personId,
    node,
    place: `${transport}, ${node.wsUrl}`,
    request: async (command, payload) => (await client.request(command, payload)) as Answer,
    heard: () => client.occurrences.map(({ event, args }) => ({ name: event, data: args[0] as JsonObject })),
    close: () => {
      client.close();
    },
    cut: () => {
      client.cut();
    },
  };
}
