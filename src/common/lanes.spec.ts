import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Lanes } from './lanes.js';

interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function gate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    opened,
    open: () => {
      open();
    },
  };
}

describe('lanes', () => {
  it('does what has one key one after the other, in order', async () => {
    const lanes = new Lanes();
    const log: string[] = [];
    const first = gate();

    const done = [
      lanes.run('a', async () => {
        log.push('first begins');
        await first.opened;
        log.push('first ends');
      }),
      lanes.run('a', () => Promise.resolve(log.push('second'))),
    ];
    await lanes.run('b', () => Promise.resolve(log.push('other key')));
    first.open();
    await Promise.all(done);

    expect(log).toEqual(['first begins', 'other key', 'first ends', 'second']);
  });

  it('gives each its own result, and goes on after a failure', async () => {
    const lanes = new Lanes();

    const failed = lanes.run('a', () => Promise.reject(new Error('no')));
    const next = lanes.run('a', () => Promise.resolve('yes'));

    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  it('keeps nothing of a key whose line is empty', async () => {
    const lanes = new Lanes();

    await Promise.all(['a', 'b', 'a'].map((key) => lanes.run(key, () => Promise.resolve())));
    await new Promise(setImmediate);

    expect(lanes.size).toBe(0);
  });

  describe('with bounds', () => {
    const BOUNDS = { waitMs: 2_700, length: 3 };
    const unavailable = expect.objectContaining({ code: 'UNAVAILABLE' });
    let lanes: Lanes;
    let blocker: Gate;
    let blocked: Promise<unknown>;

    beforeEach(() => {
      jest.useFakeTimers();
      lanes = new Lanes(BOUNDS);
      blocker = gate();
      blocked = lanes.run('a', (turn) => {
        turn.claim();
        return blocker.opened;
      });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('answers who has waited too long at that moment, and never does their work', async () => {
      const work = jest.fn(() => Promise.resolve('done'));
      const outcome = lanes.run('a', work).catch((error: unknown) => error);

      await jest.advanceTimersByTimeAsync(BOUNDS.waitMs);
      await expect(outcome).resolves.toEqual(unavailable);

      blocker.open();
      await blocked;
      await jest.advanceTimersByTimeAsync(0);
      expect(work).not.toHaveBeenCalled();
      expect(lanes.size).toBe(0);
    });

    it('answers who has waited too long in all, also when their work has begun; the work learns that it is too late', async () => {
      const second = gate();
      const claims: boolean[] = [];
      const outcome = lanes
        .run('a', async (turn) => {
          await second.opened;
          claims.push(turn.claim());
        })
        .catch((error: unknown) => error);
      const third = lanes.run('a', () => Promise.resolve(claims.length));
      await jest.advanceTimersByTimeAsync(BOUNDS.waitMs - 200);
      blocker.open();

      await jest.advanceTimersByTimeAsync(199);
      const fourth = lanes.run('a', () => Promise.resolve('in time'));
      third.catch(() => undefined);
      await jest.advanceTimersByTimeAsync(1);
      await expect(outcome).resolves.toEqual(unavailable);
      await expect(third).rejects.toEqual(unavailable);

      second.open();
      await expect(fourth).resolves.toBe('in time');
      expect(claims).toEqual([false]);
    });

    it('what has claimed its turn is answered as it ends, however late', async () => {
      await jest.advanceTimersByTimeAsync(10 * BOUNDS.waitMs);
      blocker.open();

      await expect(blocked).resolves.toBeUndefined();
    });

    it('refuses at once what comes to a line that is full', async () => {
      const waiting = Array.from({ length: BOUNDS.length }, () => lanes.run('a', () => Promise.resolve('done')));

      await expect(lanes.run('a', () => Promise.resolve('done'))).rejects.toEqual(unavailable);
      await expect(lanes.run('b', () => Promise.resolve('other key'))).resolves.toBe('other key');

      blocker.open();
      await expect(Promise.all(waiting)).resolves.toEqual(['done', 'done', 'done']);
    });
  });
});
