import { io, type Socket } from 'socket.io-client';
import { contains, Inbox, type JsonObject } from './inbox.js';
import type { Endpoint } from './raw-client.js';

export interface Occurrence {
  event: string;
  args: unknown[];
}

export interface SocketOptions {
  auth?: JsonObject;
  query?: Record<string, string>;
  /** `default`: as the library does it by itself, long polling that is upgraded to a WebSocket. */
  transport?: 'websocket' | 'polling' | 'default';
  /** Comes back by itself, as apps' clients do; each disconnect and connect is recorded as an event of that name. */
  reconnects?: boolean;
  headers?: Record<string, string>;
}

/** What a refused connection is told. */
export interface ConnectError extends Error {
  data?: { code?: string };
}

const DEADLINE_MS = 8_000;

/** A Socket.IO client that records what it got. Reconnects only where it is told to. */
export class SocketClient {
  private static readonly open = new Set<SocketClient>();

  /** Resolves with the reason of the disconnect. */
  readonly closed: Promise<string>;
  private readonly inbox = new Inbox<Occurrence>();

  private constructor(
    private readonly socket: Socket,
    reconnects: boolean,
  ) {
    SocketClient.open.add(this);
    socket.onAny((event: string, ...args: unknown[]) => {
      this.inbox.add({ event, args });
    });
    this.closed = new Promise((resolve) => {
      if (reconnects) socket.on('connect', () => this.inbox.add({ event: 'connect', args: [] }));
      socket.on('disconnect', (reason) => {
        if (reconnects && socket.active) {
          this.inbox.add({ event: 'disconnect', args: [reason] });
          return;
        }
        SocketClient.open.delete(this);
        this.inbox.end(`disconnected: ${reason}`);
        resolve(reason);
      });
    });
  }

  static async connect(gateway: Endpoint, options: SocketOptions = {}): Promise<SocketClient> {
    const socket = prepare(gateway, options);
    const client = new SocketClient(socket, options.reconnects ?? false);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.on('connect_error', (error) => {
        // While it is active it tries again by itself.
        if (!socket.active) reject(error);
      });
      socket.connect();
    });
    return client;
  }

  /** The `connect_error` of a connection that must be refused. */
  static async connectError(gateway: Endpoint, options: SocketOptions = {}): Promise<ConnectError> {
    const socket = prepare(gateway, options);
    try {
      return await new Promise<ConnectError>((resolve, reject) => {
        socket.once('connect_error', resolve);
        socket.once('connect', () => {
          reject(new Error('The connection was accepted.'));
        });
        socket.connect();
      });
    } finally {
      socket.disconnect();
    }
  }

  static closeAll(): void {
    for (const client of SocketClient.open) client.close();
  }

  get occurrences(): readonly Occurrence[] {
    return this.inbox.received;
  }

  /** What runs under the socket: `websocket` or `polling`. */
  get transport(): string {
    return this.socket.io.engine.transport.name;
  }

  /** Sends without asking for an answer. */
  emit(event: string, ...args: unknown[]): void {
    this.socket.emit(event, ...args);
  }

  /** Sends and waits for the acknowledgement; it must have exactly one argument. */
  async request(event: string, ...args: unknown[]): Promise<JsonObject> {
    const asked = `${event} ${JSON.stringify(args).slice(0, 300)}`;
    const answer = await new Promise<unknown[]>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`No answer to ${asked} within 5,000 ms`));
      }, 5_000);
      void this.closed.then((reason) => {
        clearTimeout(timer);
        reject(new Error(`No answer to ${asked}: ${reason}`));
      });
      this.socket.emit(event, ...args, (...given: unknown[]) => {
        clearTimeout(timer);
        resolve(given);
      });
    });
    if (answer.length !== 1) throw new Error(`The answer to ${asked} has ${answer.length} arguments: ${JSON.stringify(answer)}`);
    return answer[0] as JsonObject;
  }

  /** The first payload of that event that holds `part` and was not taken before. */
  async next(event: string, part: JsonObject = {}, withinMs = DEADLINE_MS): Promise<JsonObject> {
    const fits = (item: Occurrence): boolean => item.event === event && contains(item.args[0], part);
    const { args } = await this.inbox.take(`${event} ${JSON.stringify(part)}`, fits, withinMs);
    return onlyOf(event, args) as JsonObject;
  }

  /** The first payload of that event that fits and was not taken before; for those that are no objects. */
  async nextWhere<T>(event: string, fits: (payload: T) => boolean, withinMs = DEADLINE_MS): Promise<T> {
    const found = (item: Occurrence): boolean => item.event === event && fits(item.args[0] as T);
    return onlyOf(event, (await this.inbox.take(event, found, withinMs)).args) as T;
  }

  /** The first event of that name, with whatever it has, that was not taken before. */
  occurrence(event: string, withinMs = DEADLINE_MS): Promise<Occurrence> {
    return this.inbox.take(event, (item) => item.event === event, withinMs);
  }

  /** Payloads of all events of that name so far. */
  heard<T = JsonObject>(event: string): T[] {
    return this.occurrences.filter((item) => item.event === event).map(({ args }) => args[0] as T);
  }

  /** Resolves when the transport is a WebSocket. */
  async upgraded(): Promise<void> {
    const { engine } = this.socket.io;
    if (engine.transport.name !== 'websocket') await new Promise((resolve) => engine.once('upgrade', resolve));
  }

  /** Ends the transport without a farewell, as a network does that is gone. */
  cut(): void {
    this.socket.io.engine.close();
  }

  /** What a network does that is gone: its TCP connection breaks, or nothing comes through it any more. Only over a WebSocket. */
  vanish(how: 'broken' | 'silent'): void {
    const { ws } = this.socket.io.engine.transport as unknown as { ws: { _socket: { destroy(): void; pause(): void } } };
    if (how === 'broken') ws._socket.destroy();
    else ws._socket.pause();
  }

  close(): void {
    this.socket.disconnect();
  }
}

function onlyOf(event: string, args: unknown[]): unknown {
  if (args.length !== 1) throw new Error(`${event} has ${args.length} arguments: ${JSON.stringify(args)}`);
  return args[0];
}

function prepare(gateway: Endpoint, options: SocketOptions): Socket {
  const { auth = {}, query, transport = 'websocket', headers, reconnects = false } = options;
  return io(gateway.httpUrl, {
    auth,
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { extraHeaders: headers }),
    ...(transport === 'default' ? {} : { transports: [transport], upgrade: false }),
    reconnection: reconnects,
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    forceNew: true,
    autoConnect: false,
  });
}
