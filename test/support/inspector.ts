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

  close(): void {
    this.socket.terminate();
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
