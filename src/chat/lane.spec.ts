import { describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../common/index.js';
import { Lane, type LaneOptions } from './lane.js';

const OPTIONS = { batchSize: 4, queueSize: 10, patienceMs: 3_000 };
const ignore = (): void => undefined;

/** A lane whose commits wait until the test lets them go. */
function steeredLane(options: Partial<LaneOptions<string, string>> = {}) {
  const commits: { items: readonly string[]; succeed: () => void; fail: (error: Error) => void }[] = [];
  const waiting: (() => void)[] = [];
  const lane = new Lane<string, string>({
    commit: (items) =>
      new Promise((resolve, reject) => {
        const succeed = () => resolve(items.map((item) => `wrote ${item}`));
        commits.push({ items, succeed, fail: reject });
        waiting.shift()?.();
      }),
    keyOf: () => null,
    concernsAll: () => false,
    ...OPTIONS,
    ...options,
  });
  let taken = 0;
  const nextCommit = async () => {
    if (commits[taken] === undefined) await new Promise<void>((resolve) => waiting.push(resolve));
    return commits[taken++]!;
  };
  return { lane, commits, nextCommit };
}

/** A lane that writes at once what is not in the list of poison. */
function poisonedLane(poison: readonly string[], concernsAll = false) {
  const batches: (readonly string[])[] = [];
  const lane = new Lane<string, string>({
    commit: async (items) => {
      batches.push(items);
      await Promise.resolve();
      if (items.some((item) => poison.includes(item))) throw new Error('poison');
      return items;
    },
    keyOf: () => null,
    concernsAll: () => concernsAll,
    ...OPTIONS,
  });
  return { lane, batches };
}

describe('Lane', () => {
  it('sends an item at once when idle, and what came meanwhile together', async () => {
    const { lane, commits, nextCommit } = steeredLane();
    const answers = ['a', 'b', 'c'].map((item) => lane.submit(item, ignore));
    expect(commits.map(({ items }) => items)).toEqual([['a']]);

    (await nextCommit()).succeed();
    const second = await nextCommit();
    expect(second.items).toEqual(['b', 'c']);
    second.succeed();

    expect(await Promise.all(answers)).toEqual(['wrote a', 'wrote b', 'wrote c']);
  });

  it('begins again at once after it was idle', async () => {
    const { lane, nextCommit } = steeredLane();
    const first = lane.submit('a', ignore);
    (await nextCommit()).succeed();
    await first;

    const second = lane.submit('b', ignore);
    const commit = await nextCommit();
    expect(commit.items).toEqual(['b']);
    commit.succeed();
    expect(await second).toBe('wrote b');
  });

  it('takes no more than a batch at once, in the order of arrival', async () => {
    const { lane, nextCommit } = steeredLane();
    const answers = 'a b c d e f g'.split(' ').map((item) => lane.submit(item, ignore));
    const seen: string[] = [];
    for (let batch = 0; batch < 3; batch += 1) {
      const commit = await nextCommit();
      seen.push(commit.items.join(''));
      commit.succeed();
    }
    await Promise.all(answers);
    expect(seen).toEqual(['a', 'bcde', 'fg']);
  });

  it('keeps equal keys out of one batch, and lets the later one go next', async () => {
    const { lane, nextCommit } = steeredLane({ keyOf: (item) => item[0] ?? null });
    const answers = ['-', 'x1', 'x2', 'y1', 'x3'].map((item) => lane.submit(item, ignore));
    const seen: string[] = [];
    for (let batch = 0; batch < 4; batch += 1) {
      const commit = await nextCommit();
      seen.push(commit.items.join(' '));
      commit.succeed();
    }
    await Promise.all(answers);
    expect(seen).toEqual(['-', 'x1 y1', 'x2', 'x3']);
  });

  it('tells of every outcome in the order of the items, before it answers', async () => {
    const { lane, nextCommit } = steeredLane();
    const told: string[] = [];
    const answers = 'a b c'
      .split(' ')
      .map((item) => lane.submit(item, (outcome) => told.push(outcome)).then(() => told.push(`answered ${item}`)));
    (await nextCommit()).succeed();
    (await nextCommit()).succeed();
    await Promise.all(answers);
    expect(told).toEqual(['wrote a', 'answered a', 'wrote b', 'wrote c', 'answered b', 'answered c']);
  });

  it('goes on when telling an outcome fails', async () => {
    const { lane } = poisonedLane([]);
    const failing = lane.submit('a', () => {
      throw new Error('a listener');
    });
    await expect(failing).rejects.toThrow('a listener');
    expect(await lane.submit('b', ignore)).toBe('b');
  });

  it('lets an item that cannot be written take nobody with it', async () => {
    const { lane } = poisonedLane(['c']);
    const told: string[] = [];
    const answers = await Promise.allSettled(
      'a b c d e'.split(' ').map((item) => lane.submit(item, (outcome) => told.push(outcome))),
    );
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(told).toEqual(['a', 'b', 'd', 'e']);
  });

  it('does not try a batch apart when the error concerns all of it, and goes on with the next', async () => {
    const { lane, batches } = poisonedLane(['c'], true);
    const answers = await Promise.allSettled('a b c d e f'.split(' ').map((item) => lane.submit(item, ignore)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', ...Array<string>(4).fill('rejected'), 'fulfilled']);
    expect(batches.map((batch) => batch.join(''))).toEqual(['a', 'bcde', 'f']);
  });

  it('refuses as UNAVAILABLE what its queue has no room for', async () => {
    const { lane, nextCommit } = steeredLane({ queueSize: 2, batchSize: 2 });
    const taken = ['a', 'b', 'c'].map((item) => lane.submit(item, ignore));
    await expect(lane.submit('d', ignore)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    (await nextCommit()).succeed();
    (await nextCommit()).succeed();
    expect(await Promise.all(taken)).toEqual(['wrote a', 'wrote b', 'wrote c']);
  });

  it('fails an item for which the commit gave nothing', async () => {
    const lane = new Lane<string, string>({
      ...OPTIONS,
      commit: () => Promise.resolve([]),
      keyOf: () => null,
      concernsAll: () => false,
    });
    await expect(lane.submit('a', ignore)).rejects.toThrow('no outcome');
  });

  describe('when a commit takes too long', () => {
    it('answers UNAVAILABLE in time, never writes what still waited, and tells of what was written after all', async () => {
      jest.useFakeTimers();
      try {
        const { lane, commits, nextCommit } = steeredLane();
        const told: string[] = [];
        const answers = ['under way', 'waiting'].map((item) => lane.submit(item, (outcome) => told.push(outcome)));
        const refusals = Promise.all(answers.map((answer) => expect(answer).rejects.toEqual(new AppError('UNAVAILABLE'))));
        await jest.advanceTimersByTimeAsync(OPTIONS.patienceMs);
        await refusals;

        const patient = lane.submit('patient', (outcome) => told.push(outcome));
        (await nextCommit()).succeed();
        (await nextCommit()).succeed();

        expect(await patient).toBe('wrote patient');
        expect(commits.map(({ items }) => items)).toEqual([['under way'], ['patient']]);
        expect(told).toEqual(['wrote under way', 'wrote patient']);
      } finally {
        jest.useRealTimers();
      }
    });
  });
});
