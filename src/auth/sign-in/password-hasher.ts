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

/** Somebody with a password. */
interface Protected {
  passwordHash: string | null;
}

@Injectable()
export class PasswordHasher implements OnModuleDestroy {
  private readonly line = new BoundedLine(AT_ONCE, PLACES);
  private readonly threads = Array.from({ length: AT_ONCE }, () => new HashingThread());
  private readonly idle = [...this.threads];

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.stop()));
  }

  /** For somebody of that network. Throws `UNAVAILABLE` when too many wait already; so does `owner`. */
  async hash(password: string, network: string): Promise<string> {
    const answer = await this.line.run(network, () => this.run({ kind: 'hash', password: normal(password) }));
    if (!('hash' in answer)) throw new Error('The thread that hashes passwords gave no hash');
    return answer.hash;
  }

  /**
   * Whose password it is: who was found, or null. They are looked up when it is their turn, so that whoever is sent away costs the
   * database nothing. It takes just as long when nobody is found, so that time doesn't tell who has an account.
   */
  owner<T extends Protected>(password: string, network: string, find: () => Promise<T | null>): Promise<T | null> {
    return this.line.run(network, async () => {
      const found = await find();
      const passwordHash = found?.passwordHash ?? null;
      const answer = await this.run({ kind: 'verify', password: normal(password), passwordHash: passwordHash ?? DECOY });
      return 'matches' in answer && answer.matches && passwordHash !== null ? found : null;
    });
  }

  /** In its turn: the line lets in as many as there are threads. */
  private async run(task: HashingTask): Promise<HashingAnswer> {
    const thread = this.idle.pop();
    if (thread === undefined) throw new Error('The line let in more than there are threads');
    try {
      return await thread.run(task);
    } finally {
      this.idle.push(thread);
    }
  }
}

/** The same password typed on another keyboard (NIST SP 800-63B, 5.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}
