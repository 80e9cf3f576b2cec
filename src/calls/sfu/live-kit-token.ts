import type { AccessToken } from 'livekit-server-sdk';
import type { LiveKitConfig } from '../../config/index.js';
import type { SfuAccess } from '../../protocol/index.js';

/** It is shown once, at once: LiveKit renews it by itself for those who are in. */
const LIFETIME_SECONDS = 120;

/** Who comes into which call, and what they may do there. */
export interface Admission {
  readonly callId: string;
  readonly userId: string;
  readonly name: string;
  /** Sends pictures, sound and data. */
  readonly mayPublish: boolean;
  /** Silences and removes others, on the LiveKit server itself. */
  readonly mayModerate: boolean;
}

/** Lets somebody into the LiveKit room that has the call's id for its name, and is made when the first one comes. */
export async function liveKitAccess({ url, apiKey, apiSecret }: LiveKitConfig, admission: Admission): Promise<SfuAccess> {
  const { callId, userId, name, mayPublish, mayModerate } = admission;
  const token = await newToken(apiKey, apiSecret, userId, name);
  token.addGrant({
    roomJoin: true,
    room: callId,
    canSubscribe: true,
    canPublish: mayPublish,
    canPublishData: mayPublish,
    ...(mayModerate ? { roomAdmin: true } : {}),
  });
  const expiresAt = new Date(Date.now() + LIFETIME_SECONDS * 1000).toISOString();
  return { url, token: await token.toJwt(), expiresAt };
}

/** Loaded when it is first needed: most gateways have no LiveKit, and the library brings all of its protocol. */
async function newToken(apiKey: string, apiSecret: string, identity: string, name: string): Promise<AccessToken> {
  const { AccessToken: Token } = await import('livekit-server-sdk');
  return new Token(apiKey, apiSecret, { identity, name, ttl: LIFETIME_SECONDS });
}
