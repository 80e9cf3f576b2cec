import { describe, expect, it } from '@jest/globals';
import { PasswordHasher } from './password-hasher.js';

const NETWORK = '192.0.2.1';

describe('PasswordHasher', () => {
  const passwords = new PasswordHasher();
  const owner = (password: string, found: { passwordHash: string | null } | null) =>
    passwords.owner(password, NETWORK, () => Promise.resolve(found));

  it('hashes with argon2id at the strength asked for, never twice the same', async () => {
    const [one, other] = await Promise.all([passwords.hash('secret word', NETWORK), passwords.hash('secret word', NETWORK)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('knows the password again, however the keyboard composes its letters', async () => {
    const passwordHash = await passwords.hash('pässword', NETWORK);
    await expect(owner('pa\u0308ssword', { passwordHash })).resolves.toEqual({ passwordHash });
    await expect(owner('password', { passwordHash })).resolves.toBeNull();
  });

  it('works as hard for somebody who has no account', async () => {
    const passwordHash = await passwords.hash('secret word', NETWORK);
    const known = await cpuTimeOf(() => owner('wrong', { passwordHash }));
    const unknown = await cpuTimeOf(() => owner('wrong', null));
    expect(unknown).toBeGreaterThan(known / 2);
  });

  it('matches nothing where there is no hash', async () => {
    await expect(owner('', { passwordHash: null })).resolves.toBeNull();
  });

  it('looks nobody up before their turn, and nobody who is sent away', async () => {
    let lookups = 0;
    const find = () => {
      lookups += 1;
      return Promise.resolve(null);
    };
    const waiting = Array.from({ length: 400 }, () => passwords.owner('wrong', NETWORK, find));
    expect(lookups).toBeLessThan(4);
    const outcomes = await Promise.allSettled(waiting);
    expect(lookups).toBe(outcomes.filter(({ status }) => status === 'fulfilled').length);
    expect(lookups).toBeLessThan(400);
  });
});

/** Microseconds of this process's CPU time for nine rounds: unlike time on the clock, not what others do on the machine. */
async function cpuTimeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let round = 0; round < 9; round += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
