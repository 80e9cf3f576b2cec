import { describe, expect, it } from '@jest/globals';
import { LastMinute, type Counts } from './last-minute.js';

const counts = (seconds: number, messages: number, commandSeconds: Counts['commandSeconds'] = []): Counts => ({
  at: seconds * 1_000,
  messages,
  commands: messages * 2,
  deliveries: messages * 10,
  commandSeconds,
});

describe('the last minute', () => {
  it('has no rates before there was a look', () => {
    expect(new LastMinute().ratesAt(counts(5, 100))).toMatchObject({ messagesPerSecond: 0, commandP99Ms: null });
  });

  it('counts from the first look until there is one a minute old', () => {
    const minute = new LastMinute();
    minute.add(counts(0, 100));

    expect(minute.ratesAt(counts(10, 150))).toMatchObject({
      messagesPerSecond: 5,
      commandsPerSecond: 10,
      deliveriesPerSecond: 50,
    });
  });

  it('makes no storm of what came right after the first look', () => {
    const minute = new LastMinute();
    minute.add(counts(0, 0));

    expect(minute.ratesAt(counts(0.1, 5)).messagesPerSecond).toBe(1);
  });

  it('forgets what was before', () => {
    const minute = new LastMinute();
    for (let second = 0; second <= 120; second += 5) minute.add(counts(second, second < 60 ? 0 : 600));

    expect(minute.ratesAt(counts(120, 600)).messagesPerSecond).toBe(0);
    expect(minute.ratesAt(counts(121, 661)).messagesPerSecond).toBeCloseTo(1, 1);
  });

  it('tells how long commands of that minute took', () => {
    const minute = new LastMinute();
    minute.add(
      counts(0, 0, [
        [0.1, 1_000],
        [1, 1_000],
      ]),
    );

    const { commandP50Ms } = minute.ratesAt(
      counts(10, 0, [
        [0.1, 1_000],
        [1, 1_002],
      ]),
    );
    expect(commandP50Ms).toBeCloseTo(550);
  });
});
