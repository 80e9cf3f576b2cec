import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { availableParallelism } from 'node:os';
import { BoundedLine } from './bounded-line.js';
import { HASH_COST, type HashingAnswer, type HashingTask } from './hashing-task.js';
import { HashingThread } from './hashing-thread.js';

/** A hash that costs as much to compare with, and that no password has (its salt and digest are all zeros). */
const { memoryCost, timeCost, parallelism } = HASH_COST;
const DECOY = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Hashes at once. One core stays free for everybody who is talking. */
const AT_ONCE = availableParallelism() <= 2 ? 1 : 2;
/** Places to wait: some seconds' worth. Whoever finds them taken is told when to come again, and waits for nothing. */
const PLACES = 256;

@Injectable()
export class PasswordHasher implements OnModuleDestroy {
  private readonly line = new BoundedLine(AT_ONCE, PLACES);
  private readonly threads = Array.from({ length: AT_ONCE }, () => new HashingThread());
  private readonly idle = [...this.threads];

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.stop()));
  }

  /** For somebody of that network. Throws `UNAVAILABLE` when too many wait already; so does `matches`. */
  async hash(password: string, network: string): Promise<string> {
    const answer = await this.run(network, { kind: 'hash', password: normal(password) });
    if (!('hash' in answer)) throw new Error('The thread that hashes passwords gave no hash');
    return answer.hash;
  }

  /** Without a hash to compare with it takes just as long, so that time doesn't tell who has an account. */
  async matches(password: string, passwordHash: string | null, network: string): Promise<boolean> {
    const task = { kind: 'verify', password: normal(password), passwordHash: passwordHash ?? DECOY } as const;
    const answer = await this.run(network, task);
    return 'matches' in answer && answer.matches && passwordHash !== null;
  }

  /** The line lets in as many as there are threads. */
  private run(network: string, task: HashingTask): Promise<HashingAnswer> {
    return this.line.run(network, async () => {
      const thread = this.idle.pop();
      if (thread === undefined) throw new Error('The line let in more than there are threads');
      try {
        return await thread.run(task);
      } finally {
        this.idle.push(thread);
      }
    });
  }
}

/** The same password typed on another keyboard (NIST SP 800-63B, 5.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}
