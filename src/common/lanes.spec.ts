import { describe, expect, it } from '@jest/globals';
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
});
