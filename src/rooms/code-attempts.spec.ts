import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LocalLimiters } from '../realtime/index.js';
import { CodeAttempts, RETIRED, type Guesser } from './code-attempts.js';

const MINUTE_MS = 60_000;
const LIMITS = { failedCodesPerAddress: 4, failedCodesPerUser: 2, failedCodesGlobal: 10 };
const ROOM = { id: 'the room' };

const right = { look: () => Promise.resolve(ROOM) };
const wrong = { look: () => Promise.resolve(undefined) };
const retired = { look: () => Promise.resolve(RETIRED) };
/** The right code, of a member and of a stranger. */
const ofMember = { ...right, belongs: () => Promise.resolve(true) };
const ofStranger = { ...right, belongs: () => Promise.resolve(false) };

describe('attempts at codes', () => {
  let attempts: CodeAttempts;

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
    attempts = new CodeAttempts(LIMITS, new LocalLimiters());
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  async function miss(guesser: Guesser, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await expect(attempts.attempt(guesser, wrong)).resolves.toBeUndefined();
  }

  const limited = expect.objectContaining({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });

  it('right codes count for nothing', async () => {
    for (let time = 0; time < 20; time += 1) {
      await expect(attempts.attempt({ address: '192.0.2.1', userId: 'ana' }, right)).resolves.toBe(ROOM);
    }
  });

  it('an address past its limit is refused without a look, right codes included', async () => {
    await miss({ address: '192.0.2.1' }, LIMITS.failedCodesPerAddress);
    const look = jest.fn(right.look);

    await expect(attempts.attempt({ address: '192.0.2.1' }, { look })).rejects.toEqual(limited);

    expect(look).not.toHaveBeenCalled();
    await expect(attempts.attempt({ address: '192.0.2.2' }, right)).resolves.toBe(ROOM);
  });

  it('a person past their limit is refused at every address', async () => {
    await miss({ address: '192.0.2.1', userId: 'eve' }, LIMITS.failedCodesPerUser);

    await expect(attempts.attempt({ address: '192.0.2.9', userId: 'eve' }, right)).rejects.toEqual(limited);
    await expect(attempts.attempt({ address: '192.0.2.1', userId: 'ana' }, right)).resolves.toBe(ROOM);
  });

  it('others’ wrong codes at an address keep no member out, and let no stranger in', async () => {
    await miss({ address: '192.0.2.1' }, LIMITS.failedCodesPerAddress);

    await expect(attempts.attempt({ address: '192.0.2.1', userId: 'ana' }, ofMember)).resolves.toBe(ROOM);
    await expect(attempts.attempt({ address: '192.0.2.1', userId: 'eve' }, ofStranger)).rejects.toEqual(limited);
    await expect(attempts.attempt({ address: '192.0.2.1', userId: 'eve' }, { ...ofMember, ...wrong })).rejects.toEqual(limited);
  });

  it('a member past their own limit is refused like everybody', async () => {
    await miss({ address: '192.0.2.1', userId: 'ana' }, LIMITS.failedCodesPerUser);

    await expect(attempts.attempt({ address: '192.0.2.9', userId: 'ana' }, ofMember)).rejects.toEqual(limited);
  });

  it('a code that once was one is not found, and counts for nothing', async () => {
    for (let time = 0; time < 20; time += 1) {
      await expect(attempts.attempt({ address: '192.0.2.1', userId: 'ana' }, retired)).resolves.toBeUndefined();
    }

    await expect(attempts.attempt({ address: '192.0.2.1', userId: 'ana' }, right)).resolves.toBe(ROOM);
  });

  it('a code that once was one tells nothing to an address past its limit', async () => {
    await miss({ address: '192.0.2.1' }, LIMITS.failedCodesPerAddress);

    await expect(attempts.attempt({ address: '192.0.2.1', userId: 'ana' }, { ...ofMember, ...retired })).rejects.toEqual(limited);
  });

  it('says how long to wait, and forgets after ten minutes', async () => {
    await miss({ address: '192.0.2.1' }, LIMITS.failedCodesPerAddress);
    await jest.advanceTimersByTimeAsync(4 * MINUTE_MS);

    await expect(attempts.attempt({ address: '192.0.2.1' }, right)).rejects.toMatchObject({ retryAfterMs: 6 * MINUTE_MS });

    await jest.advanceTimersByTimeAsync(6 * MINUTE_MS);
    await expect(attempts.attempt({ address: '192.0.2.1' }, right)).resolves.toBe(ROOM);
  });

  it('of many guesses at once only as many learn something as the limit allows', async () => {
    const guesses = Array.from({ length: 50 }, () => attempts.attempt({ address: '192.0.2.1' }, wrong));

    const outcomes = await Promise.allSettled(guesses);

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(LIMITS.failedCodesPerAddress);
  });

  it('a right code among many guesses at once stays unknown', async () => {
    const guesses = Array.from({ length: 50 }, () => attempts.attempt({ address: '192.0.2.1' }, wrong));

    await expect(attempts.attempt({ address: '192.0.2.1' }, right)).rejects.toEqual(limited);
    await Promise.allSettled(guesses);
  });

  it('counts a /64 of IPv6 as one address, and an IPv4 address however it is written', async () => {
    await miss({ address: '2001:db8::1' }, LIMITS.failedCodesPerAddress);
    await expect(attempts.attempt({ address: '2001:db8::ffff' }, right)).rejects.toEqual(limited);
    await expect(attempts.attempt({ address: '2001:db8:0:1::1' }, right)).resolves.toBe(ROOM);

    await miss({ address: '192.0.2.1' }, LIMITS.failedCodesPerAddress);
    await expect(attempts.attempt({ address: '::ffff:192.0.2.1' }, right)).rejects.toEqual(limited);
  });

  describe('guesses from very many addresses', () => {
    beforeEach(async () => {
      for (let host = 0; host < LIMITS.failedCodesGlobal; host += 1) await miss({ address: `198.51.100.${host}` }, 1);
    });

    it('trip the breaker: whoever has guessed wrong is refused, right codes included', async () => {
      await expect(attempts.attempt({ address: '198.51.100.3' }, right)).rejects.toEqual(limited);
    });

    it('lock nobody out who has guessed nothing', async () => {
      await expect(attempts.attempt({ address: '192.0.2.1' }, right)).resolves.toBe(ROOM);
    });

    it('leave a new address one guess, which is answered like a refusal', async () => {
      await expect(attempts.attempt({ address: '192.0.2.1' }, wrong)).rejects.toEqual(limited);
      await expect(attempts.attempt({ address: '192.0.2.1' }, right)).rejects.toEqual(limited);
    });

    it('are forgotten by the breaker after a minute', async () => {
      await jest.advanceTimersByTimeAsync(MINUTE_MS);

      await expect(attempts.attempt({ address: '198.51.100.3' }, right)).resolves.toBe(ROOM);
    });
  });
});
