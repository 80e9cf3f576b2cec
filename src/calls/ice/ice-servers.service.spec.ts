import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../config/index.js';
import { IceServersService } from './ice-servers.service.js';

const TURN = { TURN_URLS: 'turn:turn.example:3478,turns:turn.example:5349?transport=tcp', TURN_SECRET: 'a secret' };
const STUN = { STUN_URLS: 'stun:stun.example:3478' };

const serversWith = (env: Record<string, string>) => new IceServersService(loadConfig({ JWT_SECRET: 'x', ...env })).of('user-1');

describe('the ICE servers of a call', () => {
  it('are none where none is configured: nobody’s address goes to strangers', () => {
    expect(serversWith({})).toEqual({ iceServers: [], expiresAt: null });
  });

  it('are STUN servers without credentials', () => {
    expect(serversWith(STUN)).toEqual({ iceServers: [{ urls: ['stun:stun.example:3478'] }], expiresAt: null });
  });

  it('are STUN and TURN servers, these with credentials that end when they say', () => {
    const before = Date.now();
    const { iceServers, expiresAt } = serversWith({ ...STUN, ...TURN, TURN_TTL_SECONDS: '600' });

    const seconds = Date.parse(expiresAt ?? '') / 1000;
    expect(iceServers).toEqual([
      { urls: ['stun:stun.example:3478'] },
      {
        urls: ['turn:turn.example:3478', 'turns:turn.example:5349?transport=tcp'],
        username: `${seconds}:user-1`,
        credential: expect.stringMatching(/^[A-Za-z\d+/]{27}=$/),
      },
    ]);
    expect(seconds).toBeGreaterThanOrEqual(Math.floor(before / 1000) + 600);
    expect(seconds).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) + 600);
  });
});
