import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The HTTP requests that are being answered, so that a stop can wait for them. */
export class RequestsUnderWay {
  /** How many of each connection; those that have none are not here. */
  private readonly ofSocket = new Map<Socket, number>();
  private readonly watched = new WeakSet<Socket>();
  private readonly waiting: (() => void)[] = [];

  readonly middleware = ({ socket }: IncomingMessage, response: ServerResponse, next: () => void): void => {
    this.watch(socket);
    this.ofSocket.set(socket, (this.ofSocket.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (this.ofSocket.get(socket) ?? 1) - 1;
      if (left > 0) this.ofSocket.set(socket, left);
      else this.forget(socket);
    });
    next();
  };

  /** Resolves when none is left, or after so many milliseconds. */
  async settled(withinMs: number): Promise<void> {
    if (this.ofSocket.size === 0) return;
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      setTimeout(resolve, withinMs).unref();
    });
  }

  /** Answers that wait behind another when their connection breaks are never closed: every stop would wait for them. */
  private watch(socket: Socket): void {
    if (this.watched.has(socket)) return;
    this.watched.add(socket);
    socket.once('close', () => {
      this.forget(socket);
    });
  }

  private forget(socket: Socket): void {
    this.ofSocket.delete(socket);
    if (this.ofSocket.size === 0) for (const resolve of this.waiting.splice(0)) resolve();
  }
}
