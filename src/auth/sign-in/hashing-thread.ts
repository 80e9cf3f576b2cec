import { Worker } from 'node:worker_threads';
import type { HashingAnswer, HashingTask } from './hashing-task.js';

/** Compiled or not, as this file is. */
const WORKER = new URL(import.meta.url.replace('hashing-thread', 'hashing-worker'));

/**
 * A thread that hashes one password after the other at the lowest priority, so that a flood of logins takes no time from those who
 * talk. It is started when it is first needed, and again when it broke.
 */
export class HashingThread {
  private worker: Worker | undefined;

  /** One task at a time: the next when this one is answered. Rejects when hashing fails or the thread breaks. */
  async run(task: HashingTask): Promise<HashingAnswer> {
    const worker = (this.worker ??= this.start());
    const answer = await new Promise<HashingAnswer>((resolve, reject) => {
      const done = (settle: () => void): void => {
        worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
        // Nobody waits for it: it must not keep the process alive.
        worker.unref();
        settle();
      };
      const broken = (error: Error): void => {
        this.worker = undefined;
        done(() => {
          reject(error);
        });
      };
      worker.ref();
      worker.once('message', (message: HashingAnswer) => {
        done(() => {
          resolve(message);
        });
      });
      worker.once('error', broken);
      worker.once('exit', () => {
        broken(new Error('The thread that hashes passwords ended'));
      });
      worker.postMessage(task);
    });
    if ('error' in answer) throw answer.error;
    return answer;
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }

  private start(): Worker {
    const worker = new Worker(WORKER);
    worker.unref();
    return worker;
  }
}
