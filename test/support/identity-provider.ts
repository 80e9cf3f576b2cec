import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId, secondsFromNow } from './tokens.js';
import type { JsonObject } from './inbox.js';

export interface ProviderKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  /** What everybody may know of it, as PEM. */
  readonly publicPem: string;
  readonly jwk: JWK;
}

export interface ProviderTokenOptions {
  /** Seconds from now; null leaves `exp` out. */
  expiresIn?: number | null;
  header?: JsonObject;
}

/** An identity provider that shows its public keys over HTTP and counts who asks. */
export class IdentityProvider {
  readonly issuer = 'https://id.example.com/';
  readonly audience = 'lyceum-of-the-tests';
  /** How often its keys were asked for. */
  questions = 0;
  /** Answers with its keys, unless a test has it answer something else. */
  answer: (response: ServerResponse) => void = (response) => {
    this.showKeys(response);
  };
  private readonly keys = new Map<string, ProviderKey>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<IdentityProvider> {
    const server = createServer();
    const provider = new IdentityProvider(server);
    server.on('request', (_request, response) => {
      provider.questions += 1;
      provider.answer(response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return provider;
  }

  get keysUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/keys`;
  }

  /** A key that is shown from now on. */
  async newKey(alg = 'RS256', kid = newId('key')): Promise<ProviderKey> {
    const key = await unpublishedKey(alg, kid);
    this.keys.set(kid, key);
    return key;
  }

  withdraw({ kid }: ProviderKey): void {
    this.keys.delete(kid);
  }

  /** A token of this issuer for the audience of the tests; claims may say otherwise. */
  token(key: ProviderKey, claims: JsonObject, options: ProviderTokenOptions = {}): Promise<string> {
    const { expiresIn = 3_600, header = {} } = options;
    const payload = { iss: this.issuer, aud: this.audience, ...claims };
    return new SignJWT(expiresIn === null ? payload : { exp: secondsFromNow(expiresIn), ...payload })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
      .sign(key.privateKey);
  }

  showKeys(response: ServerResponse): void {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [...this.keys.values()].map(({ jwk }) => jwk) }));
  }

  /** Is gone, also for those who were still being answered. Twice is once. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

/** A key as the provider's are, that it does not show. */
export async function unpublishedKey(alg = 'RS256', kid = newId('key')): Promise<ProviderKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { kid, alg, privateKey, publicPem: await exportSPKI(publicKey), jwk };
}
