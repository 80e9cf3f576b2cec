import { describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../common/index.js';
import { retryIdempotent } from './retry-idempotent.js';

const away = new AppError('UNAVAILABLE');

describe('retryIdempotent', () => {
  it('tries again while the database is away', async () => {
    const work = jest
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(away)
      .mockRejectedValueOnce(away)
      .mockResolvedValue('done');

    await expect(retryIdempotent(work)).resolves.toBe('done');
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('gives up after so many attempts, with the last error', async () => {
    const work = jest.fn<() => Promise<string>>().mockRejectedValue(away);

    await expect(retryIdempotent(work, { attempts: 2 })).rejects.toBe(away);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('begins no attempt after its time', async () => {
    const work = jest.fn<() => Promise<string>>().mockRejectedValue(away);

    await expect(retryIdempotent(work, { attempts: 1_000, withinMs: 10 })).rejects.toBe(away);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('does not repeat what failed for another reason', async () => {
    const taken = new AppError('USERNAME_TAKEN');
    const work = jest.fn<() => Promise<string>>().mockRejectedValue(taken);

    await expect(retryIdempotent(work)).rejects.toBe(taken);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
