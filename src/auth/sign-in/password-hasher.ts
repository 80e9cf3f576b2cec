import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { BoundedLine } from './bounded-line.js';

/** Argon2id, which is the library's default, at OWASP's first choice: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash that costs as much to compare with, and that no password has (its salt and digest are all zeros). */
const DECOY = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Hashes at once: the others of libuv's four threads stay free for files and names. */
const AT_ONCE = 2;
/** Places to wait, about two seconds' worth. */
const PLACES = 256;

@Injectable()
export class PasswordHasher {
  private readonly line = new BoundedLine(AT_ONCE, PLACES);

  /** Throws `UNAVAILABLE` when too many wait already; so does `matches`. */
  hash(password: string): Promise<string> {
    return this.line.run(() => hash(normal(password), COST));
  }

  /** Without a hash to compare with it takes just as long, so that time doesn't tell who has an account. */
  async matches(password: string, passwordHash: string | null): Promise<boolean> {
    const same = await this.line.run(() => verify(passwordHash ?? DECOY, normal(password)));
    return same && passwordHash !== null;
  }
}

/** The same password typed on another keyboard (NIST SP 800-63B, 5.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}
