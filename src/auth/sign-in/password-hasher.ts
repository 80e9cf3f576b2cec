import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { availableParallelism } from 'node:os';
import { BoundedLine } from './bounded-line.js';

/** Argon2id, which is the library's default, at OWASP's first choice: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash that costs as much to compare with, and that no password has (its salt and digest are all zeros). */
const DECOY = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Hashes at once. One core stays free for everybody who is talking, and two of libuv's four threads for files and names. */
const AT_ONCE = availableParallelism() <= 2 ? 1 : 2;
/** Places to wait: some seconds' worth. Whoever finds them taken is told when to come again, and waits for nothing. */
const PLACES = 256;

@Injectable()
export class PasswordHasher {
  private readonly line = new BoundedLine(AT_ONCE, PLACES);

  /** For somebody of that network. Throws `UNAVAILABLE` when too many wait already; so does `matches`. */
  hash(password: string, network: string): Promise<string> {
    return this.line.run(network, () => hash(normal(password), COST));
  }

  /** Without a hash to compare with it takes just as long, so that time doesn't tell who has an account. */
  async matches(password: string, passwordHash: string | null, network: string): Promise<boolean> {
    const same = await this.line.run(network, () => verify(passwordHash ?? DECOY, normal(password)));
    return same && passwordHash !== null;
  }
}

/** The same password typed on another keyboard (NIST SP 800-63B, 5.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}
