import type { Socket } from 'node:net';

/**
 * Writes to TCP sockets so that everything one socket gets within one turn of the event loop leaves in one system
 * call.
 */
export class CorkedWriter {
  private corked = new Set<Socket>();

  write(socket: Socket, frame: Buffer): void {
    if (!this.corked.has(socket)) {
      socket.cork();
      // setImmediate rather than nextTick: what other connections cause in this turn is still to come.
      if (this.corked.size === 0) {
        setImmediate(() => {
          this.flush();
        });
      }
      this.corked.add(socket);
    }
    socket.write(frame);
  }

  private flush(): void {
    const { corked } = this;
    this.corked = new Set();
    for (const socket of corked) socket.uncork();
  }
}
