import { describe, expect, it, jest } from '@jest/globals';
import type { User } from '../protocol/index.js';
import type { Connection, Identity } from '../realtime/index.js';
import { AuthGateway } from './auth.gateway.js';
import type { AuthService } from './auth.service.js';
import type { IdentityService } from './identity.service.js';
import type { LoginSessions } from './sessions/login-sessions.service.js';

const ANA: User = { id: 'u1', username: 'ana', name: 'Ana', avatarUrl: null, role: 'student', guest: false };
const GUEST: User = { ...ANA, id: 'guest:1', username: null, guest: true };
const NO_SESSIONS = {} as unknown as LoginSessions;
const EXPIRES = Date.UTC(2030, 0, 1);

function gatewayKnowing(user: User): AuthGateway {
  const identity: Identity = { user, issuer: 'lyceum', sessionId: 's1', verifiedAt: 0, expiresAt: EXPIRES };
  const identify = () => Promise.resolve(identity);
  const account = () => Promise.resolve({ ...user, email: 'ana@example.com' });
  return new AuthGateway({ account } as unknown as AuthService, { identify } as unknown as IdentityService, NO_SESSIONS);
}

function connectionOf(user: User) {
  const renew = jest.fn<Connection['renew']>();
  return { renew, connection: { user, renew } as unknown as Connection };
}

describe('AuthGateway', () => {
  it('extends the connection with a new token of the same person', async () => {
    const { connection, renew } = connectionOf(ANA);
    await expect(gatewayKnowing(ANA).refresh(connection, { token: 'new' })).resolves.toEqual({
      expiresAt: '2030-01-01T00:00:00.000Z',
    });
    expect(renew).toHaveBeenCalledWith(expect.objectContaining({ user: ANA, expiresAt: EXPIRES }));
  });

  it.each([
    ['somebody else', { ...ANA, id: 'u2' }],
    ['a guest', GUEST],
  ])('refuses the token of Ana on a connection of %s', async (_who, user) => {
    const { connection, renew } = connectionOf(user);
    await expect(gatewayKnowing(ANA).refresh(connection, { token: 'new' })).rejects.toMatchObject({ code: 'IDENTITY_CONFLICT' });
    expect(renew).not.toHaveBeenCalled();
  });

  it('shows a person their account, and a guest what there is of one', async () => {
    await expect(gatewayKnowing(ANA).me(connectionOf(ANA).connection)).resolves.toEqual({ ...ANA, email: 'ana@example.com' });
    await expect(gatewayKnowing(ANA).me(connectionOf(GUEST).connection)).resolves.toEqual({ ...GUEST, email: null });
  });
});
