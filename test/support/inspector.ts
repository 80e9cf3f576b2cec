import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Gateway } from './gateway.js';

/** Settings of a gateway that an `Inspector` may look into. */
export const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' } as const;

interface Reply {
  id: number;
  result?: unknown;
  error?: { message: string };
}

interface RemoteObject {
  objectId: string;
  value?: unknown;
}

interface Remote {
  result: RemoteObject;
}

/** In the gateway: prototypes of subclasses are found too, and have no size; a subclass may say another one than it has. */
const COUNT = `function (prototype) {
  const { get } = Object.getOwnPropertyDescriptor(prototype, 'size');
  return this.reduce((sum, one) => {
    try {
      return sum + get.call(one);
    } catch {
      return sum;
    }
  }, 0);
}`;

/** What a gateway holds in its memory, as V8's own inspector tells it: garbage is collected before anything is counted. */
export class Inspector {
  private asked = 0;
  private readonly waiting = new Map<number, (reply: Reply) => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (content) => {
      const reply = JSON.parse((content as Buffer).toString()) as Reply;
      this.waiting.get(reply.id)?.(reply);
      this.waiting.delete(reply.id);
    });
  }

  /** Of a gateway that was started with `INSPECTED`. */
  static async attach(gateway: Gateway): Promise<Inspector> {
    const url = /Debugger listening on (ws:\S+)/.exec(gateway.output())?.[1];
    if (url === undefined) throw new Error('The gateway was not started with INSPECTED.');
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    return new Inspector(socket);
  }

  /** Megabytes of objects that something still refers to. */
  async heapMegabytes(): Promise<number> {
    await this.ask('HeapProfiler.collectGarbage');
    const { usedSize } = await this.ask<{ usedSize: number }>('Runtime.getHeapUsage');
    return usedSize / 2 ** 20;
  }

  /** How many entries all maps and sets have together that something still refers to. */
  async entries(): Promise<number> {
    return (await this.entriesOf('Map')) + (await this.entriesOf('Set'));
  }

  /** Both at once, in two thirds of the time. */
  async holdings(): Promise<{ entries: number; heapMegabytes: number }> {
    const entries = await this.entries();
    const { usedSize } = await this.ask<{ usedSize: number }>('Runtime.getHeapUsage');
    return { entries, heapMegabytes: usedSize / 2 ** 20 };
  }

  close(): void {
    this.socket.terminate();
  }

  private async entriesOf(kind: 'Map' | 'Set'): Promise<number> {
    const prototype = await this.ask<Remote>('Runtime.evaluate', { expression: `${kind}.prototype` });
    const { objectId: prototypeObjectId } = prototype.result;
    // Collects garbage first.
    const { objects } = await this.ask<{ objects: RemoteObject }>('Runtime.queryObjects', { prototypeObjectId });
    const { objectId } = objects;
    const counted = await this.ask<Remote>('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: COUNT,
      arguments: [{ objectId: prototypeObjectId }],
      returnByValue: true,
    });
    for (const held of [objectId, prototypeObjectId]) await this.ask('Runtime.releaseObject', { objectId: held });
    return counted.result.value as number;
  }

  private async ask<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.asked;
    const answered = new Promise<Reply>((resolve) => this.waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result as T;
  }
}
