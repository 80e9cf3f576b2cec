import { describe, expect, it, jest } from '@jest/globals';
import { loadConfig } from '../config/index.js';
import type { Database, Outbox } from '../database/index.js';
import { AuthService } from './auth.service.js';
import type { MentorSignup } from './mentor-signup/mentor-signup.service.js';
import type { LoginSessions } from './sessions/login-sessions.service.js';
import type { AttemptLimits } from './sign-in/attempt-limits.js';
import type { PasswordHasher } from './sign-in/password-hasher.js';
import type { UserEntity } from './user.entity.js';
import type { UserRepository } from './user.repository.js';

/** Somebody called `ana` whose password is `right`; and how often anything was hashed. */
function accounts(particulars: Partial<UserEntity> = {}) {
  const ana = { id: 'u1', username: 'ana', passwordHash: 'right', bannedAt: null, ...particulars } as UserEntity;
  const owner = jest.fn(async (password: string, _network: string, find: () => Promise<UserEntity | null>) => {
    const found = await find();
    return found?.passwordHash === password ? found : null;
  });
  const findByUsernameKey = (key: string) => Promise.resolve(key === 'ana' ? ana : null);
  const limits = {
    admitLogin: jest.fn(() => Promise.resolve()),
    forgive: jest.fn((_key: string, _address: string) => Promise.resolve()),
  };
  const service = new AuthService(
    loadConfig({ JWT_SECRET: 'a secret of the tests' }),
    {} as Database,
    {} as Outbox,
    { findByUsernameKey } as unknown as UserRepository,
    { owner } as unknown as PasswordHasher,
    limits as unknown as AttemptLimits,
    {} as MentorSignup,
    {} as LoginSessions,
  );
  const tryWith = (username: string, password: string) => service.checkPassword({ username, password }, '192.0.2.1');
  return { owner, limits, tryWith };
}

describe('AuthService.checkPassword', () => {
  it.each([
    ['a wrong password', 'ana', {}],
    ['a name that nobody has', 'ben', {}],
    ['somebody whose password is kept elsewhere', 'ana', { passwordHash: null }],
    ['a wrong password of somebody banned', 'ana', { bannedAt: new Date() }],
  ])('hashes once and answers alike for %s', async (_who, username, particulars) => {
    const { owner, limits, tryWith } = accounts(particulars);
    await expect(tryWith(username, 'wrong')).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
      message: 'Wrong username or password.',
    });
    expect(owner).toHaveBeenCalledTimes(1);
    expect(limits.admitLogin).toHaveBeenCalledTimes(1);
    expect(limits.forgive).not.toHaveBeenCalled();
  });

  it('gives who it was, with the hash the password matched', async () => {
    const { owner, limits, tryWith } = accounts();
    await expect(tryWith('ANA', 'right')).resolves.toMatchObject({ id: 'u1', passwordHash: 'right' });
    expect(owner).toHaveBeenCalledTimes(1);
    expect(limits.forgive).toHaveBeenCalledWith('ana', '192.0.2.1');
  });
});
