import { describe, expect, it } from '@jest/globals';
import { soon } from '../../../test/support/notifications/new-deliveries.js';
import { Rounds } from './rounds.js';

describe('rounds of work', () => {
  /** Rounds that end when they are told to. */
  function controlled() {
    const ends: ((more: boolean) => void)[] = [];
    const failures: unknown[] = [];
    let most = 0;
    let running = 0;
    const rounds = new Rounds(
      async () => {
        running += 1;
        most = Math.max(most, running);
        try {
          return await new Promise<boolean>((resolve) => ends.push(resolve));
        } finally {
          running -= 1;
        }
      },
      (error) => failures.push(error),
    );
    const begun = (count: number) => soon(() => expect(ends).toHaveLength(count));
    return { rounds, ends, failures, begun, most: () => most };
  }

  it('are one at a time, and once more for whoever wakes them meanwhile', async () => {
    const { rounds, ends, begun, most } = controlled();
    for (let times = 0; times < 5; times += 1) rounds.wake();
    await begun(1);
    for (let times = 0; times < 5; times += 1) rounds.wake();
    ends[0]?.(false);
    await begun(2);
    ends[1]?.(false);
    await rounds.stop();
    expect(ends).toHaveLength(2);
    expect(most()).toBe(1);
  });

  it('go on as long as there is more', async () => {
    const { rounds, ends, begun } = controlled();
    rounds.wake();
    await begun(1);
    ends[0]?.(true);
    await begun(2);
    ends[1]?.(false);
    await rounds.stop();
    expect(ends).toHaveLength(2);
  });

  it('come again after one that failed, when somebody wakes them', async () => {
    const failures: unknown[] = [];
    let count = 0;
    const rounds = new Rounds(
      () => Promise.reject(new Error(`round ${String((count += 1))}`)),
      (error) => failures.push(error),
    );
    rounds.wake();
    await soon(() => expect(failures).toHaveLength(1));
    rounds.wake();
    await soon(() => expect(failures).toHaveLength(2));
    await rounds.stop();
  });

  it('are over when the stop is: the one under way is waited for, and none begins', async () => {
    const { rounds, ends, begun } = controlled();
    rounds.wake();
    await begun(1);
    let isOver = false;
    const stopped = rounds.stop().then(() => (isOver = true));
    rounds.wake();
    expect(isOver).toBe(false);
    ends[0]?.(true);
    await stopped;
    rounds.wake();
    expect(ends).toHaveLength(1);
  });
});
