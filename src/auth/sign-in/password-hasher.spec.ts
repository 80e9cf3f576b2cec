import { describe, expect, it } from '@jest/globals';
import { PasswordHasher } from './password-hasher.js';

const NETWORK = '192.0.2.1';

describe('PasswordHasher', () => {
  const passwords = new PasswordHasher();

  it('hashes with argon2id at the strength asked for, never twice the same', async () => {
    const [one, other] = await Promise.all([passwords.hash('secret word', NETWORK), passwords.hash('secret word', NETWORK)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('knows the password again, however the keyboard composes its letters', async () => {
    const passwordHash = await passwords.hash('pässword', NETWORK);
    await expect(passwords.matches('pa\u0308ssword', passwordHash, NETWORK)).resolves.toBe(true);
    await expect(passwords.matches('password', passwordHash, NETWORK)).resolves.toBe(false);
  });

  it('works as hard for somebody who has no account', async () => {
    const passwordHash = await passwords.hash('secret word', NETWORK);
    const known = await cpuTimeOf(() => passwords.matches('wrong', passwordHash, NETWORK));
    const unknown = await cpuTimeOf(() => passwords.matches('wrong', null, NETWORK));
    expect(unknown).toBeGreaterThan(known / 2);
  });

  it('matches nothing where there is no hash', async () => {
    await expect(passwords.matches('', null, NETWORK)).resolves.toBe(false);
  });
});

/** Microseconds of this process's CPU time for nine rounds: unlike time on the clock, not what others do on the machine. */
async function cpuTimeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let round = 0; round < 9; round += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
