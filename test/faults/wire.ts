import { once } from 'node:events';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { JsonObject } from '../support/inbox.js';
import type { Endpoint } from '../support/raw-client.js';
import { within } from '../support/wait.js';

/** Nobody waits longer for an answer: it is promised within 3 s, on a machine that has time. */
const PATIENCE_MS = 15_000;
const CONNECT_MS = 15_000;

/** Why an answer did not come. */
export class NoAnswer extends Error {
  constructor(readonly why: 'lost' | 'silence') {
    super(why);
  }
}

/** A client's connection that speaks the canonical protocol. */
export interface Wire {
  /** Rejects with `NoAnswer` when the connection ends before the answer, or nothing comes. */
  ask(command: string, payload: JsonObject): Promise<JsonObject>;
  readonly ended: Promise<void>;
  close(): void;
}

/** Told of every fact, and as `answered again` of an answer to what was answered before. */
export type Listener = (name: string, data: JsonObject) => void;
/** Connects; rejects where it can't, or the connection is refused. */
export type Open = (node: Endpoint, token: string, listener: Listener) => Promise<Wire>;

export const overSocketIo: Open = async (node, token, listener) => {
  const socket = io(node.httpUrl, {
    auth: { token, dialect: 'lyceum' },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    autoConnect: false,
  });
  const ended = new Promise<void>((resolve) => socket.once('disconnect', () => resolve()));
  socket.onAny((name: string, data: JsonObject) => {
    listener(name, data);
  });
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  socket.connect();
  await openOr(connected, () => socket.disconnect());
  return {
    ended,
    ask: (command, payload) => answered(ended, (answer) => socket.emit(command, payload, answer)),
    close: () => socket.disconnect(),
  };
};

export const overRaw: Open = async (node, token, listener) => {
  const waiting = new Map<number, (answer: JsonObject) => void>();
  let asked = 0;
  const { socket, ended } = await openWebSocket(node, `/?token=${token}`, ['lyceum.v1'], ({ type, id, ...answer }) => {
    if (type !== 'ack') {
      listener(type as string, answer.data as JsonObject);
      return;
    }
    const take = waiting.get(id as number);
    waiting.delete(id as number);
    if (take === undefined) listener('answered again', { id, ...answer });
    else take(answer);
  });
  return {
    ended,
    ask: (type, data) =>
      answered(ended, (answer) => {
        waiting.set((asked += 1), answer);
        socket.send(JSON.stringify({ type, id: asked, data }));
      }),
    close: () => socket.close(),
  };
};

/** A WebSocket that reads JSON. */
export async function openWebSocket(
  node: Endpoint,
  path: string,
  protocols: string[],
  take: (frame: JsonObject) => void,
): Promise<{ socket: WebSocket; ended: Promise<void> }> {
  const socket = new WebSocket(new URL(path, node.wsUrl), protocols, { perMessageDeflate: false });
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('message', (content) => {
    take(JSON.parse((content as Buffer).toString()) as JsonObject);
  });
  await openOr(once(socket, 'open'), () => socket.terminate());
  socket.on('error', () => undefined);
  return { socket, ended };
}

/** The answer that `ask` is given, whichever comes first: it, the connection's end, or the end of our patience. */
async function answered(ended: Promise<void>, ask: (answer: (given: JsonObject) => void) => void): Promise<JsonObject> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      new Promise<JsonObject>(ask),
      ended.then(() => Promise.reject(new NoAnswer('lost'))),
      new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new NoAnswer('silence')), PATIENCE_MS))),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

async function openOr(opened: Promise<unknown>, giveUp: () => void): Promise<void> {
  try {
    await within(CONNECT_MS, 'connecting', opened);
  } catch (error) {
    giveUp();
    throw error;
  }
}
