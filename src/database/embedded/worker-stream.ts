import { Duplex } from 'node:stream';
import { isNativeError } from 'node:util/types';

/** The worker's side of one connection. */
export interface Session {
  send(bytes: Buffer): void;
  end(): void;
}

/** Opens a session; rejects when the database can't be started. */
export type OpenSession = (stream: WorkerStream) => Promise<Session>;

/** What the driver takes for its TCP socket; the bytes go to the worker. */
export class WorkerStream extends Duplex {
  private session: Session | undefined;

  constructor(private readonly openSession: OpenSession) {
    super();
  }

  connect(): this {
    this.openSession(this).then(
      (session) => {
        if (this.destroyed) {
          session.end();
          return;
        }
        this.session = session;
        this.emit('connect');
      },
      (error: unknown) => this.destroy(isNativeError(error) ? error : new Error(String(error))),
    );
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come: the driver reads all of one before it asks the next.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.session?.send(chunk);
    done();
  }

  /** The driver corks the messages of one query: they cross over together. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.session?.send(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    done();
  }

  override _final(done: (error?: Error) => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.session?.end();
    this.session = undefined;
    done(error);
  }

  // What only a real socket has.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
