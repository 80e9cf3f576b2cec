import { describe, expect, it } from '@jest/globals';
import { PasswordHasher } from './password-hasher.js';

describe('PasswordHasher', () => {
  const passwords = new PasswordHasher();

  it('hashes with argon2id at the strength asked for, never twice the same', async () => {
    const [one, other] = await Promise.all([passwords.hash('secret word'), passwords.hash('secret word')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('knows the password again, however the keyboard composes its letters', async () => {
    const passwordHash = await passwords.hash('pässword');
    await expect(passwords.matches('pa\u0308ssword', passwordHash)).resolves.toBe(true);
    await expect(passwords.matches('password', passwordHash)).resolves.toBe(false);
  });

  it('takes as long for somebody who has no account', async () => {
    const passwordHash = await passwords.hash('secret word');
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      known.push(await timed(() => passwords.matches('wrong', passwordHash)));
      unknown.push(await timed(() => passwords.matches('wrong', null)));
    }
    const ratio = median(unknown) / median(known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('matches nothing where there is no hash', async () => {
    await expect(passwords.matches('', null)).resolves.toBe(false);
  });
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}
