import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../support/inbox.js';
import { RawClient, type Endpoint } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken, newId } from '../support/tokens.js';

/** A connection in a room. */
export interface Line {
  readonly closed: Promise<unknown>;
  /** Resolves when the server has confirmed it; rejects with `Refused`, or when it stays without an answer. */
  say(text: string, clientId: string): Promise<void>;
  drop(): void;
}

/** Opens a connection and enters the room. */
export type Dial = (at: Endpoint, room: string, token: string) => Promise<Line>;

/** What a client is told in answer. */
class Refused extends Error {
  constructor(readonly code: string) {
    super(`refused: ${code}`);
  }
}

const ANSWER_MS = 5_000;
const PAUSE_MS = 100;
/** Refusals after which a client says the same again. */
const RETRYABLE = new Set(['DRAINING', 'UNAVAILABLE', 'RATE_LIMITED', 'TIMEOUT']);

/** Sends one message after the other, each until it is confirmed: comes back when the connection is lost, and repeats what has no answer. */
export class Restless {
  readonly confirmed: string[] = [];
  readonly failures: string[] = [];
  connects = 0;
  repeats = 0;
  private line: Line | undefined;
  private readonly token = appToken({ sub: newId('restless'), name: 'Restless' });
  private isDone = false;
  private readonly ended: Promise<void>;

  constructor(
    private readonly at: Endpoint,
    readonly room: string,
    private readonly name: string,
    private readonly dial: Dial,
  ) {
    this.ended = this.run();
  }

  /** Resolves when its last message is confirmed. */
  async stop(): Promise<void> {
    this.isDone = true;
    await this.ended;
    this.line?.drop();
  }

  private async run(): Promise<void> {
    for (let number = 0; !this.isDone; number += 1) {
      const text = `${this.name}-${number}`;
      if (await this.sayUntilConfirmed(text)) this.confirmed.push(text);
      await delay(PAUSE_MS * (0.5 + Math.random()));
    }
  }

  private async sayUntilConfirmed(text: string): Promise<boolean> {
    for (;;) {
      try {
        const line = await this.connected();
        await line.say(text, text);
        return true;
      } catch (error) {
        if (error instanceof Refused && !RETRYABLE.has(error.code)) {
          this.failures.push(`${text}: ${error.code}`);
          return false;
        }
        this.repeats += 1;
        this.line?.drop();
        this.line = undefined;
        await delay(PAUSE_MS * Math.random());
      }
    }
  }

  private async connected(): Promise<Line> {
    if (this.line !== undefined) return this.line;
    const line = await this.dial(this.at, this.room, this.token);
    this.connects += 1;
    void line.closed.then(() => {
      if (this.line === line) this.line = undefined;
    });
    return (this.line = line);
  }
}

/** The canonical protocol over Socket.IO. */
export const canonicalSocket: Dial = async (at, room, token) => {
  const client = await SocketClient.connect(at, { auth: { token, dialect: 'lyceum' } });
  return canonicalLine(client, room, () => {
    client.close();
  });
};

/** The canonical protocol over a plain WebSocket. */
export const canonicalRaw: Dial = async (at, room, token) => {
  const client = await RawClient.connect(at, `/?dialect=lyceum&token=${token}`);
  return canonicalLine(client, room, () => {
    client.terminate();
  });
};

/** A skill-lift app: nothing answers; what it said comes back to it, live or with the history of the room. */
export const learner: Dial = async (at, room, token) => {
  const client = await RawClient.connect(at, `/?token=${token}`);
  client.send({ type: 'join_room', data: { roomId: room } });
  await client.next('room_joined', ANSWER_MS);
  return {
    closed: client.closed,
    say: async (message, clientId) => {
      client.send({ type: 'chat_message', data: { roomId: room, message, clientId } });
      const { type, payload } = await client.next(
        (frame) => frame.type === 'error' || (frame.type === 'chat_message' && (frame.payload as JsonObject).message === message),
        ANSWER_MS,
      );
      if (type === 'error') throw new Refused(String((payload as JsonObject).code));
    },
    drop: () => {
      client.terminate();
    },
  };
};

interface Asking {
  readonly closed: Promise<unknown>;
  request(command: string, payload: JsonObject): Promise<JsonObject>;
}

async function canonicalLine(client: Asking, key: string, drop: () => void): Promise<Line> {
  const ask = async (command: string, payload: JsonObject): Promise<void> => {
    const answer = await client.request(command, payload);
    if (answer.ok !== true) throw new Refused((answer.error as { code: string }).code);
  };
  await ask('rooms:join', { key, create: true });
  return { closed: client.closed, say: (text, clientId) => ask('chat:send', { room: { key }, text, clientId }), drop };
}
