import { describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../common/index.js';
import { loadConfig } from '../config/index.js';
import type { DialectName, User } from '../protocol/index.js';
import type { Identity } from '../realtime/index.js';
import { ConnectionAuthenticatorService } from './connection-authenticator.service.js';
import type { Guests } from './guests/guests.service.js';
import type { IdentityService } from './identity.service.js';

const ANA: Identity = {
  user: { id: 'u1', username: 'ana', name: 'Ana', avatarUrl: null, role: 'student', guest: false },
  issuer: 'lyceum',
  sessionId: 's1',
  verifiedAt: 0,
  expiresAt: 1,
};

const REFUSALS: Record<string, Error> = {
  '': new Error('an empty token'),
  expired: new AppError('TOKEN_EXPIRED'),
  strange: new AppError('UNAUTHENTICATED'),
  banned: new AppError('FORBIDDEN'),
  unknown: new AppError('UNAVAILABLE'),
};

const SESSION = 'next-auth.session-token=session';

const GRETA: User = { id: 'guest:greta', username: null, name: 'greta', avatarUrl: null, role: 'mentor', guest: true };

function authenticator(access: 'allow' | 'deny') {
  const identify = jest.fn((token: string) => {
    const refusal = REFUSALS[token];
    return refusal === undefined ? Promise.resolve(ANA) : Promise.reject(refusal);
  });
  const claim = jest.fn((_claim: object) => Promise.resolve(GRETA));
  const config = loadConfig({ JWT_SECRET: 'a secret of the tests', GUEST_ACCESS: access });
  return {
    identify,
    claim,
    service: new ConnectionAuthenticatorService(
      { identify } as unknown as IdentityService,
      { claim } as unknown as Guests,
      config,
    ),
  };
}

describe('ConnectionAuthenticatorService', () => {
  it.each<DialectName>(['lyceum', 'skill-lift', 'group-study'])('asks whose token it is, in %s', async (dialect) => {
    const { service } = authenticator('deny');
    await expect(service.authenticate({ token: 'good', cookie: SESSION, dialect })).resolves.toBe(ANA);
  });

  it('takes an empty token for a token, not for a guest', async () => {
    const { service, identify } = authenticator('allow');
    await expect(service.authenticate({ token: '', cookie: SESSION, dialect: 'group-study' })).rejects.toThrow('an empty token');
    expect(identify).toHaveBeenCalledWith('');
  });

  it('makes a new guest of every connection without a token, in a dialect without login', async () => {
    const { service } = authenticator('allow');
    const [one, other] = await Promise.all(
      [1, 2].map(() => service.authenticate({ token: undefined, cookie: SESSION, dialect: 'group-study' })),
    );
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
    await expect(service.authenticate({ token: undefined, cookie: SESSION, dialect: 'group-study' })).rejects.toMatchObject({
      code: 'GUESTS_NOT_ALLOWED',
    });
  });

  it.each<DialectName>(['lyceum', 'skill-lift'])('wants a token in %s, whatever guests may do', async (dialect) => {
    const { service } = authenticator('allow');
    await expect(service.authenticate({ token: undefined, cookie: undefined, dialect })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  describe('of a client that says who it is', () => {
    const come = (access: 'allow' | 'deny', userId: string | undefined, userRole: string | undefined, token?: string) => {
      const { service, identify, claim } = authenticator(access);
      const claimed = { userId, userRole };
      return {
        identify,
        claim,
        identity: service.authenticate({ token, cookie: SESSION, claim: claimed, dialect: 'instant-mentor' }),
      };
    };

    it.each([
      ['u1', 'student'],
      ['u1', 'Learner'],
      ['', ''],
      [undefined, undefined],
    ])('asks whose token it is, where that is %j, a %j', async (userId, userRole) => {
      await expect(come('deny', userId, userRole, 'good').identity).resolves.toBe(ANA);
    });

    it.each([
      ['u2', 'student', 'userId'],
      ['ana', 'student', 'userId'],
      ['guest:u1', 'student', 'userId'],
      ['u1', 'mentor', 'userRole'],
      ['u1', 'teacher', 'userRole'],
    ])('refuses one who says to be %j, a %j, and is not', async (userId, userRole, field) => {
      const { identity } = come('allow', userId, userRole, 'good');
      await expect(identity).rejects.toMatchObject({ code: 'IDENTITY_CONFLICT', field });
    });

    it.each([undefined, ''])('lets them be the guest they claim to be with the token %j', async (token) => {
      const { identity, identify, claim } = come('allow', 'greta', 'mentor', token);
      await expect(identity).resolves.toMatchObject({ user: GRETA, issuer: 'guest', sessionId: null, expiresAt: null });
      expect(claim).toHaveBeenCalledWith({ userId: 'greta', userRole: 'mentor' });
      expect(identify).not.toHaveBeenCalled();
    });

    it('lets no guest in where they are denied, and never by a cookie', async () => {
      const { identity, claim } = come('deny', 'greta', 'mentor');
      await expect(identity).rejects.toMatchObject({ code: 'GUESTS_NOT_ALLOWED' });
      expect(claim).not.toHaveBeenCalled();
    });

    it('takes a bad token for no guest', async () => {
      await expect(come('allow', 'greta', 'mentor', 'expired').identity).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    });
  });

  describe('asks, where there is no token but a session cookie,', () => {
    const sessions = (...values: [string, string][]) => values.map(([name, value]) => `${name}.session-token=${value}`).join(';');
    const bySession = (cookie: string) => {
      const { service, identify } = authenticator('allow');
      return { identify, identity: service.authenticate({ token: undefined, cookie, dialect: 'lyceum' }) };
    };

    it('whose session it is', async () => {
      const { identity, identify } = bySession(SESSION);
      await expect(identity).resolves.toBe(ANA);
      expect(identify).toHaveBeenCalledWith('session');
    });

    it.each(['expired', 'strange'])('for the next session when one is %s', async (over) => {
      await expect(bySession(sessions(['authjs', over], ['next-auth', 'good'])).identity).resolves.toBe(ANA);
    });

    it('for no other when the person may not come in, or nobody can tell', async () => {
      for (const [value, code] of [
        ['banned', 'FORBIDDEN'],
        ['unknown', 'UNAVAILABLE'],
      ] as const) {
        const { identity, identify } = bySession(sessions(['authjs', value], ['next-auth', 'good']));
        await expect(identity).rejects.toMatchObject({ code });
        expect(identify).toHaveBeenCalledTimes(1);
      }
    });

    it('and says of the likeliest what is wrong with it', async () => {
      const { identity } = bySession(sessions(['next-auth', 'strange'], ['authjs', 'expired']));
      await expect(identity).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    });
  });
});
