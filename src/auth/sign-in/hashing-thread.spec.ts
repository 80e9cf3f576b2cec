import { afterEach, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { HashingThread } from './hashing-thread.js';

describe('HashingThread', () => {
  const thread = new HashingThread();

  afterEach(() => thread.stop());

  it('hashes, and knows what it hashed', async () => {
    const hashed = await thread.run({ kind: 'hash', password: 'secret word' });
    const passwordHash = 'hash' in hashed ? hashed.hash : '';
    await expect(thread.run({ kind: 'verify', password: 'secret word', passwordHash })).resolves.toEqual({ matches: true });
    await expect(thread.run({ kind: 'verify', password: 'another', passwordHash })).resolves.toEqual({ matches: false });
  });

  it('says what can’t be compared with, and goes on', async () => {
    await expect(thread.run({ kind: 'verify', password: 'x', passwordHash: 'no hash' })).rejects.toThrow();
    await expect(thread.run({ kind: 'hash', password: 'x' })).resolves.toHaveProperty('hash');
  });

  it('fails whoever waits when it breaks, and is there again for the next', async () => {
    const lost = thread.run({ kind: 'hash', password: 'x' });
    const failure = expect(lost).rejects.toThrow('The thread that hashes passwords ended');
    await thread.stop();
    await failure;
    await expect(thread.run({ kind: 'hash', password: 'x' })).resolves.toHaveProperty('hash');
  });

  it('has the lowest priority where threads have one, and takes nobody else along', async () => {
    const before = nices().filter((nice) => nice === 19).length;
    await thread.run({ kind: 'hash', password: 'x' });
    expect(nices().filter((nice) => nice === 19)).toHaveLength(before + (hasThreadPriorities ? 1 : 0));
  });
});

/** Linux alone has a priority for each thread. */
const hasThreadPriorities = process.platform === 'linux';

/** The nice value of each thread of this process, where there is one: field 19 of its `stat`, behind a name that may hold anything. */
function nices(): number[] {
  if (!hasThreadPriorities) return [];
  return readdirSync('/proc/self/task').map((id) => {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}
