import { describe, expect, it } from '@jest/globals';
import type { AppConfig } from '../config/index.js';
import { LocalLimiters } from '../realtime/index.js';
import { SessionCreationLimit } from './session-creation-limit.js';

const limited = expect.objectContaining({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });

describe('the limit of sessions made over HTTP', () => {
  const newLimit = () => new SessionCreationLimit({ limits: { createPerHour: 2 } } as AppConfig, new LocalLimiters());

  it('counts the addresses of one IPv6 network together', async () => {
    const limit = newLimit();
    await limit.admit('2001:db8:0:1::1');
    await limit.admit('2001:db8:0:1::2');

    await expect(limit.admit('2001:db8:0:1:ffff::3')).rejects.toEqual(limited);
    await expect(limit.admit('2001:db8:0:2::1')).resolves.toBeUndefined();
  });

  it('counts an IPv4 address by itself, however it is written', async () => {
    const limit = newLimit();
    await limit.admit('192.0.2.7');
    await limit.admit('::ffff:192.0.2.7');

    await expect(limit.admit('192.0.2.7')).rejects.toEqual(limited);
    await expect(limit.admit('192.0.2.8')).resolves.toBeUndefined();
  });
});
