import { describe, expect, it } from '@jest/globals';
import { TokenVerifier } from 'livekit-server-sdk';
import { liveKitAccess } from './live-kit-token.js';

const CONFIG = { url: 'wss://livekit.example', apiKey: 'devkey', apiSecret: 'the secret of the LiveKit server' };
const ANA = { callId: 'call-1', userId: 'user-1', name: 'Ana', mayPublish: true, mayModerate: false };

async function claimsFor(admission: typeof ANA) {
  const { url, token, expiresAt } = await liveKitAccess(CONFIG, admission);
  expect(url).toBe('wss://livekit.example');
  const claims = await new TokenVerifier(CONFIG.apiKey, CONFIG.apiSecret).verify(token);
  return { claims, expiresAt };
}

describe('liveKitAccess', () => {
  it('is a token that LiveKit takes, for one person and one call', async () => {
    const { claims } = await claimsFor(ANA);

    expect(claims).toMatchObject({ sub: 'user-1', name: 'Ana', iss: 'devkey' });
    expect(claims.video).toEqual({
      roomJoin: true,
      room: 'call-1',
      canSubscribe: true,
      canPublish: true,
      canPublishData: true,
    });
  });

  it('lets those who may moderate do so there', async () => {
    const { claims } = await claimsFor({ ...ANA, mayModerate: true });

    expect(claims.video).toMatchObject({ roomAdmin: true, canPublish: true });
  });

  it('lets those who may not be heard listen', async () => {
    const { claims } = await claimsFor({ ...ANA, mayPublish: false });

    expect(claims.video).toMatchObject({ canSubscribe: true, canPublish: false, canPublishData: false });
  });

  it('ends soon, when it says', async () => {
    const { claims, expiresAt } = await claimsFor(ANA);

    expect(Math.abs(Date.parse(expiresAt) / 1000 - (claims.exp ?? 0))).toBeLessThanOrEqual(1);
    expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(120);
  });

  it('is of no use to a server with another secret', async () => {
    const { token } = await liveKitAccess(CONFIG, ANA);

    await expect(new TokenVerifier(CONFIG.apiKey, 'another secret').verify(token)).rejects.toThrow('signature');
  });
});
