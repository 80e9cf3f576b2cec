import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../config/index.js';
import { LocalLimiters } from '../../realtime/index.js';
import type { LoginSessionRepository } from '../sessions/login-session.repository.js';
import { AttemptLimits } from './attempt-limits.js';

const config = loadConfig({ JWT_SECRET: 'a secret of the tests', RATE_REGISTRATIONS_PER_HOUR: '3' });
const LIMITED = expect.objectContaining({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });

describe('AttemptLimits', () => {
  let limits: AttemptLimits;
  const addressesOf = (key: string) => Promise.resolve(key === 'ana' ? ['198.51.100.7', '2001:db8::1'] : []);
  beforeEach(() => {
    limits = new AttemptLimits(config, { addressesOf } as unknown as LoginSessionRepository, new LocalLimiters());
  });

  const outcomes = async (attempts: Promise<void>[]) => (await Promise.allSettled(attempts)).map(({ status }) => status);
  const times = (count: number, attempt: () => Promise<void>) => Array.from({ length: count }, attempt);

  it('lets an address register so often an hour, and another one still', async () => {
    await Promise.all(times(3, () => limits.admitRegistration('192.0.2.1')));
    await expect(limits.admitRegistration('::ffff:192.0.2.1')).rejects.toEqual(LIMITED);
    await expect(limits.admitRegistration('192.0.2.2')).resolves.toBeUndefined();
  });

  it('makes somebody wait who fails again and again, even all at once', async () => {
    const admitted = (await outcomes(times(50, () => limits.admitLogin('ana', '192.0.2.1')))).filter(
      (status) => status === 'fulfilled',
    );
    // Five are free, the sixth begins the pauses.
    expect(admitted).toHaveLength(6);
    await expect(limits.admitLogin('ana', '192.0.2.1')).rejects.toEqual(LIMITED);
  });

  it('keeps other accounts and other addresses out of it', async () => {
    await outcomes(times(50, () => limits.admitLogin('ana', '192.0.2.1')));
    await expect(limits.admitLogin('ben', '192.0.2.1')).resolves.toBeUndefined();
    await expect(limits.admitLogin('ana', '192.0.2.2')).resolves.toBeUndefined();
  });

  it('begins anew after the right password', async () => {
    await outcomes(times(6, () => limits.admitLogin('ana', '192.0.2.1')));
    await limits.forgive('ana', '192.0.2.1');
    expect(await outcomes(times(6, () => limits.admitLogin('ana', '192.0.2.1')))).toEqual(new Array(6).fill('fulfilled'));
  });

  it('stops one address that tries many accounts', async () => {
    const names = Array.from({ length: 600 }, (_, index) => `user${index}`);
    const admitted = (await outcomes(names.map((name) => limits.admitLogin(name, '192.0.2.1')))).filter((s) => s === 'fulfilled');
    expect(admitted).toHaveLength(500);
  });

  describe('against a guesser who comes from everywhere', () => {
    const attack = async (attempts: number) =>
      (
        await outcomes(
          Array.from({ length: attempts }, (_, index) => limits.admitLogin('ana', `10.0.${index >> 8}.${index & 255}`)),
        )
      ).filter((status) => status === 'fulfilled').length;

    it('makes every stranger wait for the pauses they share', async () => {
      // Fifty are free, the fifty-first begins the pauses.
      expect(await attack(400)).toBe(51);
      await expect(limits.admitLogin('ana', '192.0.2.9')).rejects.toEqual(LIMITED);
      await expect(limits.admitLogin('ben', '192.0.2.9')).resolves.toBeUndefined();
    });

    it('never makes the person wait where they have been let in before', async () => {
      await attack(400);
      await expect(limits.admitLogin('ana', '198.51.100.7')).resolves.toBeUndefined();
      await expect(limits.admitLogin('ana', '2001:db8::77')).resolves.toBeUndefined();
      await limits.forgive('ana', '198.51.100.7');
      await expect(limits.admitLogin('ana', '192.0.2.9')).rejects.toEqual(LIMITED);
    });

    it('still counts a known network by itself', async () => {
      await attack(400);
      const tried = await outcomes(times(20, () => limits.admitLogin('ana', '198.51.100.7')));
      expect(tried.filter((status) => status === 'fulfilled')).toHaveLength(6);
    });
  });
});
