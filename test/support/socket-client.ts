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
  transport?: 'websocket' | 'polling';
  headers?: Record<string, string>;
}

/** What a refused connection is told. */
export interface ConnectError extends Error {
  data?: { code?: string };
}

const DEADLINE_MS = 2_000;

/** A Socket.IO client that records what it got. Never reconnects by itself. */
export class SocketClient {
  private static readonly open = new Set<SocketClient>();

  /** Resolves with the reason of the disconnect. */
  readonly closed: Promise<string>;
  private readonly inbox = new Inbox<Occurrence>();

  private constructor(private readonly socket: Socket) {
    SocketClient.open.add(this);
    socket.onAny((event: string, ...args: unknown[]) => {
      this.inbox.add({ event, args });
    });
    this.closed = new Promise((resolve) => {
      socket.on('disconnect', (reason) => {
        SocketClient.open.delete(this);
        this.inbox.end(`disconnected: ${reason}`);
        resolve(reason);
      });
    });
  }

  static async connect(gateway: Endpoint, options: SocketOptions = {}): Promise<SocketClient> {
    const socket = prepare(gateway, options);
    const client = new SocketClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
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
    if (args.length !== 1) throw new Error(`${event} has ${args.length} arguments: ${JSON.stringify(args)}`);
    return args[0] as JsonObject;
  }

  close(): void {
    this.socket.disconnect();
  }
}

function prepare(gateway: Endpoint, { auth = {}, query, transport = 'websocket', headers }: SocketOptions): Socket {
  return io(gateway.httpUrl, {
    auth,
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { extraHeaders: headers }),
    transports: [transport],
    upgrade: false,
    reconnection: false,
    forceNew: true,
    autoConnect: false,
  });
}
