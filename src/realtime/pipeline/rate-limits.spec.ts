import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aLiveConnection, configOf } from '../../../test/support/realtime/live.js';
import { BEN } from '../../../test/support/realtime/canonical.js';
import { LocalLimiters } from '../limits/limiters.js';
import { RateLimits } from './rate-limits.js';

const refused = expect.objectContaining({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) }) as unknown as Error;

async function countAdmitted(times: number, admit: () => Promise<void>): Promise<number> {
  const answers = await Promise.allSettled(Array.from({ length: times }, admit));
  return answers.filter(({ status }) => status === 'fulfilled').length;
}

describe('RateLimits', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const limits = () =>
    new RateLimits(
      configOf({ RATE_COMMANDS_PER_SECOND: '5', RATE_SEND_PER_SECOND: '2', RATE_SEND_BURST: '6' }),
      new LocalLimiters(),
    );

  it('counts all frames of one connection, and each connection for itself', async () => {
    const rates = limits();
    const [tab, other] = [aLiveConnection({ id: 'c-1' }), aLiveConnection({ id: 'c-2' })];
    expect(await countAdmitted(8, () => rates.admitFrame(tab, 'refuse'))).toBe(5);
    await expect(rates.admitFrame(tab, 'refuse')).rejects.toThrow(refused);
    expect(await countAdmitted(1, () => rates.admitFrame(other, 'refuse'))).toBe(1);
  });

  it('counts a class of commands for the person, over all their devices', async () => {
    const rates = limits();
    const [tab, phone] = [aLiveConnection({ id: 'c-1' }), aLiveConnection({ id: 'c-2' })];
    expect(await countAdmitted(4, () => rates.admit(tab, 'send', 'refuse'))).toBe(4);
    expect(await countAdmitted(4, () => rates.admit(phone, 'send', 'refuse'))).toBe(2);
    expect(await countAdmitted(1, () => rates.admit(phone, 'read', 'refuse'))).toBe(1);
    expect(await countAdmitted(1, () => rates.admit(aLiveConnection({ user: BEN }), 'send', 'refuse'))).toBe(1);
  });

  it('admits again when the window is over', async () => {
    const rates = limits();
    const connection = aLiveConnection();
    expect(await countAdmitted(9, () => rates.admitFrame(connection, 'refuse'))).toBe(5);
    await jest.advanceTimersByTimeAsync(1_001);
    expect(await countAdmitted(9, () => rates.admitFrame(connection, 'refuse'))).toBe(5);
  });

  it('lets a command without a class pass', async () => {
    const rates = limits();
    expect(await countAdmitted(1_000, () => rates.admit(aLiveConnection(), null, 'refuse'))).toBe(1_000);
  });

  it('has a patient frame wait for its turn', async () => {
    const rates = limits();
    const connection = aLiveConnection();
    await countAdmitted(5, () => rates.admitFrame(connection, 'wait'));
    let isAdmitted = false;
    const waiting = rates.admitFrame(connection, 'wait').then(() => void (isAdmitted = true));
    await jest.advanceTimersByTimeAsync(500);
    expect(isAdmitted).toBe(false);
    await jest.advanceTimersByTimeAsync(600);
    await waiting;
    expect(isAdmitted).toBe(true);
  });

  it('refuses even a patient one that would wait longer than a minute', async () => {
    const rates = new RateLimits(configOf({ RATE_CREATE_PER_HOUR: '1' }), new LocalLimiters());
    const connection = aLiveConnection();
    await rates.admit(connection, 'create', 'wait');
    await expect(rates.admit(connection, 'create', 'wait')).rejects.toThrow(refused);
  });

  it('does not count what the server itself asks for', async () => {
    const rates = limits();
    expect(await countAdmitted(100, () => rates.admit(aLiveConnection(), 'send', 'free'))).toBe(100);
    expect(await countAdmitted(9, () => rates.admit(aLiveConnection(), 'send', 'refuse'))).toBe(6);
  });

  it('counts the rooms that guests make by their network: on every connection they are somebody new', async () => {
    const rates = new RateLimits(configOf({ RATE_CREATE_PER_HOUR: '2' }), new LocalLimiters());
    const guests = Array.from({ length: 30 }, (_, index) =>
      aLiveConnection({ user: { ...BEN, id: `guest:${index}`, guest: true } }),
    );
    let made = 0;
    for (const guest of guests) made += await countAdmitted(1, () => rates.admit(guest, 'create', 'refuse'));
    expect(made).toBe(20);
  });
});
