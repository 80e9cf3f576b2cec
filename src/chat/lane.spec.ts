import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../common/index.js';
import { Lane, PUT_OFF, type LaneOptions } from './lane.js';

const LIMITS = { batchSize: 4, queueSize: 10, queueBytes: 1_000, patienceMs: 3_000, pauseMs: 250 };
const OPTIONS = {
  ...LIMITS,
  keyOf: () => null,
  lineOf: () => 'the only one',
  bytesOf: (item: string) => item.length,
  concernsAll: () => false,
};
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
    ...OPTIONS,
    concernsAll: () => concernsAll,
  });
  return { lane, batches };
}

describe('Lane', () => {
  it('sends what comes in one turn together when idle, and what came meanwhile, too', async () => {
    const { lane, nextCommit } = steeredLane();
    const answers = ['a', 'and a'].map((item) => lane.submit(item, ignore));
    const first = await nextCommit();
    expect(first.items).toEqual(['a', 'and a']);

    answers.push(...['b', 'c'].map((item) => lane.submit(item, ignore)));
    first.succeed();
    const second = await nextCommit();
    expect(second.items).toEqual(['b', 'c']);
    second.succeed();

    expect(await Promise.all(answers)).toEqual(['wrote a', 'wrote and a', 'wrote b', 'wrote c']);
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
    for (let batch = 0; batch < 2; batch += 1) {
      const commit = await nextCommit();
      seen.push(commit.items.join(''));
      commit.succeed();
    }
    await Promise.all(answers);
    expect(seen).toEqual(['abcd', 'efg']);
  });

  it('keeps equal keys out of one batch, and lets the later one go next', async () => {
    const { lane, nextCommit } = steeredLane({ keyOf: (item) => item[0] ?? null });
    const answers = ['-', 'x1', 'x2', 'y1', 'x3'].map((item) => lane.submit(item, ignore));
    const seen: string[] = [];
    for (let batch = 0; batch < 3; batch += 1) {
      const commit = await nextCommit();
      seen.push(commit.items.join(' '));
      commit.succeed();
    }
    await Promise.all(answers);
    expect(seen).toEqual(['- x1 y1', 'x2', 'x3']);
  });

  it('tells of every outcome in the order of the items, before it answers', async () => {
    const { lane, nextCommit } = steeredLane();
    const told: string[] = [];
    const answers = 'a b c'
      .split(' ')
      .map((item) => lane.submit(item, (outcome) => told.push(outcome)).then(() => told.push(`answered ${item}`)));
    (await nextCommit()).succeed();
    await Promise.all(answers);
    expect(told).toEqual(['wrote a', 'wrote b', 'wrote c', 'answered a', 'answered b', 'answered c']);
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
    expect(answers.map(({ status }) => status)).toEqual([...Array<string>(4).fill('rejected'), 'fulfilled', 'fulfilled']);
    expect(batches.map((batch) => batch.join(''))).toEqual(['abcd', 'ef']);
  });

  it('refuses as UNAVAILABLE what its queue has no room for', async () => {
    const { lane, nextCommit } = steeredLane({ queueSize: 2, batchSize: 2 });
    const taken = ['a', 'b'].map((item) => lane.submit(item, ignore));
    await expect(lane.submit('c', ignore)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    (await nextCommit()).succeed();
    expect(await Promise.all(taken)).toEqual(['wrote a', 'wrote b']);
  });

  it('refuses as UNAVAILABLE what would take too much memory, and takes it again when there is room', async () => {
    const { lane, nextCommit } = steeredLane({ queueBytes: 5 });
    const taken = [lane.submit('now', ignore)];
    const first = await nextCommit();
    taken.push(...['12', '345'].map((item) => lane.submit(item, ignore)));
    await expect(lane.submit('6', ignore)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    first.succeed();

    const next = await nextCommit();
    const later = lane.submit('12345', ignore);
    await expect(lane.submit('6', ignore)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    next.succeed();
    (await nextCommit()).succeed();
    expect(await Promise.all([...taken, later])).toEqual(['now', '12', '345', '12345'].map((item) => `wrote ${item}`));
  });

  describe('when somebody else holds what a line needs', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    /** The first letter is the line. */
    function laneWithHeldLines(held: Set<string>) {
      const written: string[] = [];
      const lane = new Lane<string, string>({
        ...OPTIONS,
        lineOf: (item) => item.slice(0, 1),
        commit: async (items) => {
          await Promise.resolve();
          if (items.length > 1 && items.includes('poison')) throw new Error('poison');
          return items.map((item) => {
            if (held.has(item.slice(0, 1))) return PUT_OFF;
            written.push(item);
            return item;
          });
        },
      });
      return { lane, written };
    }

    it('writes the other lines at once, and the line in its order when it is free', async () => {
      const held = new Set(['a']);
      const { lane, written } = laneWithHeldLines(held);
      const answers = ['a1', 'b1', 'a2', 'b2', 'poison', 'a3'].map((item) => lane.submit(item, ignore));
      await jest.advanceTimersByTimeAsync(LIMITS.pauseMs - 1);
      expect(written).toEqual(['b1', 'b2', 'poison']);

      held.clear();
      answers.push(...['a4', 'b3'].map((item) => lane.submit(item, ignore)));
      await jest.advanceTimersByTimeAsync(0);
      expect(written).toEqual(['b1', 'b2', 'poison', 'b3']);
      // With faked timers the end of a turn is a millisecond of its own.
      await jest.advanceTimersByTimeAsync(1 + 1);
      expect(written.slice(4)).toEqual(['a1', 'a2', 'a3', 'a4']);
      expect(await Promise.all(answers)).toHaveLength(8);
    });

    it('answers UNAVAILABLE in time, and never writes what nobody waits for', async () => {
      const held = new Set(['a']);
      const { lane, written } = laneWithHeldLines(held);
      const refused = expect(lane.submit('a1', ignore)).rejects.toEqual(new AppError('UNAVAILABLE'));
      await jest.advanceTimersByTimeAsync(LIMITS.patienceMs);
      await refused;
      held.clear();
      const next = lane.submit('a2', ignore);
      await jest.advanceTimersByTimeAsync(LIMITS.pauseMs);
      expect(await next).toBe('a2');
      expect(written).toEqual(['a2']);
    });

    it('counts the memory of what was put off', async () => {
      const { lane } = laneWithHeldLines(new Set(['a']));
      const long = lane.submit('a'.repeat(LIMITS.queueBytes), ignore);
      const refused = expect(long).rejects.toEqual(new AppError('UNAVAILABLE'));
      await jest.advanceTimersByTimeAsync(1);
      await expect(lane.submit('b', ignore)).rejects.toEqual(new AppError('UNAVAILABLE'));

      await jest.advanceTimersByTimeAsync(LIMITS.patienceMs + LIMITS.pauseMs);
      await refused;
      const next = lane.submit('b', ignore);
      await jest.advanceTimersByTimeAsync(0);
      expect(await next).toBe('b');
    });
  });

  it('fails an item for which the commit gave nothing', async () => {
    const lane = new Lane<string, string>({
      ...OPTIONS,
      commit: () => Promise.resolve([]),
    });
    await expect(lane.submit('a', ignore)).rejects.toThrow('no outcome');
  });

  describe('when a commit takes too long', () => {
    it('answers UNAVAILABLE in time, never writes what still waited, and tells of what was written after all', async () => {
      jest.useFakeTimers();
      try {
        const { lane, commits, nextCommit } = steeredLane();
        const told: string[] = [];
        const submit = (item: string) => lane.submit(item, (outcome, isLate) => told.push(`${outcome}, late: ${isLate}`));
        const answers = [submit('under way')];
        await jest.advanceTimersByTimeAsync(0);
        answers.push(submit('waiting'));
        const refusals = Promise.all(answers.map((answer) => expect(answer).rejects.toEqual(new AppError('UNAVAILABLE'))));
        await jest.advanceTimersByTimeAsync(OPTIONS.patienceMs);
        await refusals;

        const patient = submit('patient');
        (await nextCommit()).succeed();
        await jest.advanceTimersByTimeAsync(0);
        (await nextCommit()).succeed();

        expect(await patient).toBe('wrote patient');
        expect(commits.map(({ items }) => items)).toEqual([['under way'], ['patient']]);
        expect(told).toEqual(['wrote under way, late: true', 'wrote patient, late: false']);
      } finally {
        jest.useRealTimers();
      }
    });
  });
});
