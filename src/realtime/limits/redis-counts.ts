import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { limitsShared } from './limits.metrics.js';
import { COUNT, PAUSE } from './redis-scripts.js';

/** What stands under a key, and how many milliseconds until it is forgotten. */
export type Count = readonly [points: number, msLeft: number];

interface Question {
  readonly key: string;
  readonly points: number;
  readonly ms: number;
  readonly resolve: (count: Count) => void;
  readonly reject: (error: Error) => void;
}

/** The scripts, as ioredis offers them; the first argument says how many of the others are keys. */
interface CountingRedis extends Redis {
  lyceumCount(keys: number, ...keysAndArguments: (string | number)[]): Promise<number[]>;
  lyceumPause(keys: 1, key: string, ...what: (string | number)[]): Promise<number>;
}

/** An answer that is not there by then is not waited for: people would notice. */
const ANSWER_MS = 500;
/** So often it is asked whether Redis is back. */
const PROBE_MS = 500;
/** Keys that one script takes. */
const AT_ONCE = 500;
const PROBE = 'lyceum:rate:probe';

/**
 * Counts in Redis, where all nodes count together. What is asked within one turn of the event loop leaves as one command. While Redis is
 * away everything is refused at once, without a wait: whoever asks counts by themselves then.
 */
export class RedisCounts {
  private readonly logger = new Logger('RateLimits');
  private readonly redis: CountingRedis;
  private waiting: Question[] = [];
  private isThere = false;
  private isClosing = false;
  private probing: NodeJS.Timeout | undefined;

  constructor(url: string) {
    this.redis = new Redis(url, {
      retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      scripts: { lyceumCount: { lua: COUNT }, lyceumPause: { lua: PAUSE } },
    }) as CountingRedis;
    // Without a listener a lost Redis would end the process; that it is lost `close` tells.
    this.redis.on('error', ignore);
    this.redis.on('close', () => {
      this.lost('the connection broke');
    });
    this.redis.on('ready', () => {
      void this.probe();
    });
  }

  /** Whether counts are those of all nodes at this moment. */
  get isShared(): boolean {
    return this.isThere;
  }

  /** Adds so many points to a key that lives so long from its first; with none, tells what is there. Rejects where Redis can't. */
  count(key: string, points: number, ms: number): Promise<Count> {
    if (!this.isThere) return Promise.reject(new Error('Redis is away'));
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) {
        setImmediate(() => {
          this.askAll();
        });
      }
      this.waiting.push({ key, points, ms, resolve, reject });
    });
  }

  /** What the script of pauses answers. Rejects where Redis can't. */
  async pause(key: string, ...what: (string | number)[]): Promise<number> {
    if (!this.isThere) throw new Error('Redis is away');
    return this.orLost(this.redis.lyceumPause(1, key, ...what));
  }

  close(): void {
    this.isClosing = true;
    this.isThere = false;
    clearTimeout(this.probing);
    this.redis.disconnect();
  }

  private askAll(): void {
    const questions = this.waiting;
    this.waiting = [];
    for (let start = 0; start < questions.length; start += AT_ONCE) void this.ask(questions.slice(start, start + AT_ONCE));
  }

  private async ask(questions: readonly Question[]): Promise<void> {
    const keys = questions.map(({ key }) => key);
    const amounts = questions.flatMap(({ points, ms }) => [points, ms]);
    try {
      const answers = await this.orLost(this.redis.lyceumCount(keys.length, ...keys, ...amounts));
      for (const [index, { resolve }] of questions.entries()) resolve([answers[2 * index] ?? 0, answers[2 * index + 1] ?? 0]);
    } catch (error) {
      for (const { reject } of questions) reject(error as Error);
    }
  }

  /** A failure means that Redis is away, whatever it says: nobody else has to find out by waiting. */
  private async orLost<T>(answer: Promise<T>): Promise<T> {
    try {
      return await inTime(answer);
    } catch (error) {
      this.lost(String(error));
      throw error;
    }
  }

  /** By what will be asked of it: one that is full, or a replica, answers a ping too. */
  private async probe(): Promise<void> {
    clearTimeout(this.probing);
    if (this.isThere || this.isClosing) return;
    try {
      await inTime(this.redis.lyceumCount(1, PROBE, 1, PROBE_MS));
      this.found();
    } catch {
      this.probeLater();
    }
  }

  private probeLater(): void {
    clearTimeout(this.probing);
    if (this.isClosing) return;
    this.probing = setTimeout(() => void this.probe(), PROBE_MS).unref();
  }

  private found(): void {
    if (this.isClosing || this.isThere) return;
    this.isThere = true;
    limitsShared.set(1);
    this.logger.log('Rate limits count for all nodes together');
  }

  private lost(reason: string): void {
    if (!this.isThere) return;
    this.isThere = false;
    limitsShared.set(0);
    this.logger.warn(`Rate limits count for this node alone, as Redis is away: ${reason}`);
    this.probeLater();
  }
}

/** Rejects when there is no answer in time; one that came while this process stood still counts as in time. */
function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      // What has arrived is read between the timers and this.
      setImmediate(() => {
        reject(new Error('no answer in time'));
      });
    }, ANSWER_MS);
    answer.then(resolve, reject).finally(() => {
      clearTimeout(deadline);
    });
  });
}

function ignore(): void {
  // Told by 'close'.
}
