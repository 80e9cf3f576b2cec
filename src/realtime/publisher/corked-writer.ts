import type { Socket } from 'node:net';
import { FrameRun } from './frame-run.js';

/** What one TCP socket still gets in this turn of the event loop. */
interface Line {
  readonly socket: LinedSocket;
  /** Frames that are not yet written to it. */
  run: FrameRun | undefined;
  isCorked: boolean;
  /** Whether the end of the turn is to look at it. */
  isAwaited: boolean;
}

const LINE = Symbol('line');

type LinedSocket = Socket & { [LINE]?: Line };

/**
 * Writes to TCP sockets so that everything one socket gets within one turn of the event loop leaves in one system call, and as one
 * buffer, shared by all sockets that get the same. Whatever anybody else writes to such a socket goes behind what waits for it.
 */
export class CorkedWriter {
  private lines: Line[] = [];
  private start = new FrameRun();

  write(socket: Socket, frame: Buffer): void {
    const line = lineOf(socket);
    line.run = (line.run ?? this.start).and(frame);
    if (line.isAwaited) return;
    line.isAwaited = true;
    // setImmediate rather than nextTick: what other connections cause in this turn is still to come.
    if (this.lines.push(line) === 1) {
      setImmediate(() => {
        this.flush();
      });
    }
  }

  private flush(): void {
    const { lines } = this;
    this.lines = [];
    this.start = new FrameRun();
    for (const line of lines) {
      line.isAwaited = false;
      hand(line);
      if (!line.isCorked) continue;
      line.isCorked = false;
      line.socket.uncork();
    }
  }
}

/** Bytes that wait for the end of the turn, and that the socket itself does not know of yet. */
export function waitingBytes(socket: LinedSocket): number {
  return socket[LINE]?.run?.bytes ?? 0;
}

function lineOf(socket: LinedSocket): Line {
  const known = socket[LINE];
  if (known !== undefined) return known;
  // One function for all sockets: one of its own would weigh as much as the rest of what is kept for it.
  socket.write = writeBehind as Socket['write'];
  return (socket[LINE] = { socket, run: undefined, isCorked: false, isAwaited: false });
}

function writeBehind(this: LinedSocket, ...chunk: Parameters<Socket['write']>): boolean {
  const line = this[LINE];
  if (line?.run !== undefined) {
    // More may come in this turn: it all leaves together.
    if (!line.isCorked) this.cork();
    line.isCorked = true;
    hand(line);
  }
  return unlined(this).write.apply(this, chunk);
}

/** Gives the socket what waits for it; one that is closed meanwhile gets nothing any more. */
function hand(line: Line): void {
  const { socket, run } = line;
  if (run === undefined) return;
  line.run = undefined;
  if (socket.writable) unlined(socket).write.call(socket, run.joined);
}

/** What the socket is without us. */
function unlined(socket: LinedSocket): Socket {
  return Object.getPrototypeOf(socket) as Socket;
}
