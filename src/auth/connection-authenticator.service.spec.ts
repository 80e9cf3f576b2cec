import { describe, expect, it, jest } from '@jest/globals';
import { loadConfig } from '../config/index.js';
import type { DialectName } from '../protocol/index.js';
import type { Identity } from '../realtime/index.js';
import { ConnectionAuthenticatorService } from './connection-authenticator.service.js';
import type { IdentityService } from './identity.service.js';

const ANA: Identity = {
  user: { id: 'u1', username: 'ana', name: 'Ana', avatarUrl: null, role: 'student', guest: false },
  issuer: 'lyceum',
  sessionId: 's1',
  verifiedAt: 0,
  expiresAt: 1,
};

function authenticator(access: 'allow' | 'deny') {
  const identify = jest.fn((token: string) =>
    token === '' ? Promise.reject(new Error('an empty token')) : Promise.resolve(ANA),
  );
  const config = loadConfig({ JWT_SECRET: 'a secret of the tests', GUEST_ACCESS: access });
  return { identify, service: new ConnectionAuthenticatorService({ identify } as unknown as IdentityService, config) };
}

describe('ConnectionAuthenticatorService', () => {
  it.each<DialectName>(['lyceum', 'skill-lift', 'group-study'])('asks whose token it is, in %s', async (dialect) => {
    const { service } = authenticator('deny');
    await expect(service.authenticate({ token: 'good', dialect })).resolves.toBe(ANA);
  });

  it('takes an empty token for a token, not for a guest', async () => {
    const { service, identify } = authenticator('allow');
    await expect(service.authenticate({ token: '', dialect: 'group-study' })).rejects.toThrow('an empty token');
    expect(identify).toHaveBeenCalledWith('');
  });

  it('makes a new guest of every connection without a token, in a dialect without login', async () => {
    const { service } = authenticator('allow');
    const [one, other] = await Promise.all([1, 2].map(() => service.authenticate({ token: undefined, dialect: 'group-study' })));
    expect(one).toEqual({
      user: {
        id: expect.stringMatching(/^guest:[0-9a-f-]{36}$/),
        username: null,
        name: 'Guest',
        avatarUrl: null,
        role: 'student',
        guest: true,
      },
      issuer: 'guest',
      sessionId: null,
      verifiedAt: 0,
      expiresAt: null,
    });
    expect(other?.user.id).not.toBe(one?.user.id);
  });

  it('lets no guest in where they are denied', async () => {
    const { service } = authenticator('deny');
    await expect(service.authenticate({ token: undefined, dialect: 'group-study' })).rejects.toMatchObject({
      code: 'GUESTS_NOT_ALLOWED',
    });
  });

  it.each<DialectName>(['lyceum', 'skill-lift'])('wants a token in %s, whatever guests may do', async (dialect) => {
    const { service } = authenticator('allow');
    await expect(service.authenticate({ token: undefined, dialect })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
