import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import { DirectoryLock } from './directory-lock.js';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.js';
import { type Session, WorkerStream } from './worker-stream.js';

/** Compiled or, for the TypeORM command line, not: as this file is. */
const WORKER = new URL(import.meta.url.replace('embedded-postgres', 'worker'));
const STOP_MS = 5_000;

/** The embedded database: PGlite in a worker thread, in a directory that is locked against every other process. */
export class EmbeddedPostgres {
  private readonly logger = new Logger('EmbeddedPostgres');
  private readonly streams = new Map<number, WorkerStream>();
  /** Sessions that the database has said something to. */
  private readonly answered = new Set<number>();
  private lock: DirectoryLock | undefined;
  private running: Promise<Worker> | undefined;
  private stopping = false;
  private sessions = 0;

  constructor(private readonly dataDir: string) {}

  /** Takes the directory and starts the database in it. Fails with a sentence for whoever started the process. */
  async start(): Promise<void> {
    await mkdir(this.dataDir, { recursive: true });
    this.stopping = false;
    this.lock ??= await DirectoryLock.acquire(this.dataDir, {
      onWait: () => {
        this.logger.warn(`Another process uses ${this.dataDir}; waiting for it to end`);
      },
    });
    try {
      await this.worker();
    } catch (error) {
      await this.stop();
      throw new Error(`The embedded database in ${this.directory} could not be opened: ${reason(error)}`, { cause: error });
    }
  }

  /** A connection for the driver. After a crash of the worker the first one starts it again. */
  openStream(): WorkerStream {
    return new WorkerStream((stream) => this.openSession(stream));
  }

  /** Closes the database, and only then lets go of the directory. */
  async stop(): Promise<void> {
    this.stopping = true;
    const worker = await this.running?.catch(() => undefined);
    if (worker) {
      const exited = new Promise((resolve) => worker.once('exit', resolve));
      post(worker, { kind: 'stop' });
      const timer = setTimeout(() => void worker.terminate(), STOP_MS);
      await exited;
      clearTimeout(timer);
    }
    await this.lock?.release();
    this.lock = undefined;
  }

  private get directory(): string {
    return join(this.dataDir, 'postgres');
  }

  private async openSession(stream: WorkerStream): Promise<Session> {
    if (this.lock === undefined || this.stopping) throw new Error('Connection terminated: the embedded database is stopped.');
    const worker = await this.worker();
    // The pool may open the next connection before the one that it gave up is closed. What that one left behind must be gone first: later
    // its end would undo what the next one has begun.
    for (const [given, old] of this.streams) {
      this.endSession(worker, given);
      old.destroy();
    }
    const session = (this.sessions += 1);
    this.streams.set(session, stream);
    let isAsked = false;
    return {
      send: (bytes) => {
        isAsked = true;
        if (this.streams.has(session)) post(worker, { kind: 'bytes', session, bytes });
      },
      end: () => {
        // Not even its greeting was answered, for as long as the driver waits: the database hangs. It is the next connection that
        // starts it again, as after a crash.
        if (!this.answered.delete(session) && isAsked) void worker.terminate();
        this.endSession(worker, session);
      },
    };
  }

  private answer({ session, bytes }: Extract<FromWorker, { kind: 'bytes' }>): void {
    const stream = this.streams.get(session);
    // What an ended session asked for concerns nobody.
    if (stream === undefined) return;
    this.answered.add(session);
    stream.push(bytes);
  }

  private endSession(worker: Worker, session: number): void {
    if (this.streams.delete(session)) post(worker, { kind: 'end', session });
  }

  private worker(): Promise<Worker> {
    this.running ??= this.startWorker();
    return this.running;
  }

  private startWorker(): Promise<Worker> {
    const settings: WorkerSettings = { directory: this.directory };
    const worker = new Worker(WORKER, { workerData: settings });
    return new Promise((resolve, reject) => {
      let failure: Error | undefined;
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') resolve(worker);
        else this.answer(message);
      });
      worker.on('error', (error) => {
        failure = error;
      });
      worker.on('exit', () => {
        // Started again by the next connection: the directory is still ours, and its log is replayed as after a kill -9.
        this.running = undefined;
        const lost = new Error(`Connection terminated: the embedded database stopped (${reason(failure)}).`);
        reject(failure ?? lost);
        if (!this.stopping) this.logger.error(`The embedded database stopped unexpectedly: ${reason(failure)}`);
        for (const stream of this.streams.values()) stream.destroy(lost);
      });
    });
  }
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function reason(error: unknown): string {
  return isNativeError(error) ? error.message : 'no reason given';
}
