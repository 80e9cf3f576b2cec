import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { IdentityProvider, unpublishedKey, type ProviderKey } from '../../../../test/support/identity-provider.js';
import { fetchKeySet } from './fetch-key-set.js';
import { JwksTokenVerifier } from './jwks-token-verifier.js';
import { RemoteKeys } from './remote-keys.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('RemoteKeys', () => {
  let provider: IdentityProvider;
  let key: ProviderKey;
  let now: number;
  let verifier: JwksTokenVerifier;

  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);

  beforeEach(async () => {
    warn.mockClear();
    provider = await IdentityProvider.start();
    key = await provider.newKey();
    now = 0;
    const keys = new RemoteKeys(
      () => fetchKeySet(provider.keysUrl),
      () => now,
    );
    verifier = new JwksTokenVerifier({ issuer: provider.issuer, audiences: [], findKey: keys.find });
  });
  afterEach(() => provider.stop());
  afterAll(() => {
    warn.mockRestore();
  });

  async function verdictOf(signedBy: ProviderKey): Promise<string> {
    const token = await provider.token(signedBy, { sub: 'ana' });
    return verifier.verify(token).then(
      ({ person }) => person.id,
      (error: unknown) => (error as { code: string }).code,
    );
  }

  function goAway(): void {
    provider.answer = (response) => response.destroy();
  }

  it('asks for the keys when the first token comes, once for all that come with it', async () => {
    expect(provider.questions).toBe(0);
    expect(await Promise.all(Array.from({ length: 50 }, () => verdictOf(key)))).toEqual(Array(50).fill('ana'));
    expect(provider.questions).toBe(1);
  });

  it('finds a key that was made since, half a minute after it last asked', async () => {
    await verdictOf(key);
    const next = await provider.newKey();
    expect(await verdictOf(next)).toBe('UNAUTHENTICATED');
    now += 30 * SECOND;
    expect(await verdictOf(next)).toBe('ana');
    expect(await verdictOf(key)).toBe('ana');
    expect(provider.questions).toBe(2);
  });

  it('asks once in half a minute, however many keys are made up', async () => {
    const forged = await Promise.all(Array.from({ length: 5 }, () => unpublishedKey('ES256')));
    const flood = () => Promise.all(Array.from({ length: 1_000 }, (_, index) => verdictOf(forged[index % 5] ?? key)));
    expect(new Set(await flood())).toEqual(new Set(['UNAUTHENTICATED']));
    expect(provider.questions).toBe(1);
    now += 29 * SECOND;
    await flood();
    expect(provider.questions).toBe(1);
    now += SECOND;
    await flood();
    expect(provider.questions).toBe(2);
  });

  it('forgets a key that was withdrawn after ten minutes', async () => {
    await verdictOf(key);
    await provider.newKey();
    provider.withdraw(key);
    now += 10 * MINUTE;
    expect(await verdictOf(key)).toBe('ana');
    now += SECOND;
    expect(await verdictOf(key)).toBe('UNAUTHENTICATED');
  });

  it('goes on with the keys it has while the issuer is away, and asks each half a minute', async () => {
    await verdictOf(key);
    goAway();
    now += 11 * MINUTE;
    for (let count = 0; count < 5; count += 1) expect(await verdictOf(key)).toBe('ana');
    expect(provider.questions).toBe(2);
    now += 30 * SECOND;
    expect(await verdictOf(key)).toBe('ana');
    expect(provider.questions).toBe(3);
  });

  it('says UNAVAILABLE as long as it never had any, and asks each five seconds', async () => {
    goAway();
    expect(await Promise.all(Array.from({ length: 50 }, () => verdictOf(key)))).toEqual(Array(50).fill('UNAVAILABLE'));
    expect(provider.questions).toBe(1);
    provider.answer = (response) => {
      provider.showKeys(response);
    };
    now += 4 * SECOND;
    expect(await verdictOf(key)).toBe('UNAVAILABLE');
    now += SECOND;
    expect(await verdictOf(key)).toBe('ana');
    expect(provider.questions).toBe(2);
  });

  it.each<[string, IdentityProvider['answer']]>([
    ['an error', (response) => response.writeHead(500).end('{"keys":[]}')],
    ['no JSON', (response) => response.end('<html>')],
    ['no key set', (response) => response.end('{"keys":{}}')],
    ['keys that are none', (response) => response.end('{"keys":[null]}')],
    ['an empty set', (response) => response.end('{"keys":[]}')],
    ['another address', (response) => response.writeHead(302, { location: `${provider.keysUrl}?again` }).end()],
    ['without end', (response) => response.end(`{"keys":[${'{},'.repeat(200_000)}{}]}`)],
  ])('keeps its keys when the issuer answers %s', async (_what, answer) => {
    await verdictOf(key);
    provider.answer = answer;
    now += 11 * MINUTE;
    expect(await verdictOf(key)).toBe('ana');
    expect(provider.questions).toBe(2);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(warn.mock.calls)).not.toContain(provider.keysUrl);
  });

  it('waits three seconds at most', async () => {
    provider.answer = () => undefined;
    expect(await verdictOf(key)).toBe('UNAVAILABLE');
  }, 10_000);
});
