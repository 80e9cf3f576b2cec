import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Watch, type Watched } from './watch.js';

/** In so long there is a look. */
const LOOK_MS = 500;

type Answer = () => Promise<{ due: boolean[] }[]>;

describe('Watch', () => {
  let asked: string[];
  /** Conditions that hold now. */
  let holding: Set<string>;
  /** Instead of what holds. */
  let answer: Answer | undefined;
  let done: string[];
  let failed: string[];
  let watch: Watch;

  beforeEach(() => {
    jest.useFakeTimers();
    [asked, holding, answer, done, failed] = [[], new Set(), undefined, [], []];
    watch = new Watch({
      query: <T>(sql: string) => {
        asked.push(sql);
        const conditions = /\[(.*)\]/.exec(sql)?.[1]?.split(', ') ?? [];
        const held = Promise.resolve([{ due: conditions.map((one) => holding.has(one)) }]);
        return (answer?.() ?? held) as Promise<T[]>;
      },
    });
    watch.onApplicationBootstrap();
  });
  afterEach(() => {
    watch.onModuleDestroy();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  function add(when: string, more: Partial<Watched> = {}): void {
    watch.add({
      when,
      work: () => {
        done.push(when);
        return Promise.resolve();
      },
      failed: (error) => failed.push(`${when}: ${(error as Error).message}`),
      ...more,
    });
  }

  const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const timesOf = (name: string) => done.filter((one) => one === name).length;
  const warnings = () => jest.spyOn(Logger.prototype, 'warn').mockReturnValue();

  describe('while the database answers', () => {
    it('asks one question for everything, and has done what there is', async () => {
      for (const when of ['calls', 'help', 'notices']) add(when);
      holding.add('help');
      await after(LOOK_MS);
      expect(asked).toEqual(['SELECT ARRAY[calls, help, notices] AS due']);
      expect(done).toEqual(['help']);
    });

    it('looks at least twice a second for as long as there is nothing', async () => {
      add('calls');
      await after(20 * LOOK_MS);
      expect(asked.length).toBeGreaterThanOrEqual(20);
      expect(done).toEqual([]);
    });

    it('does it again at each look for as long as there is more', async () => {
      add('calls');
      holding.add('calls');
      await after(20 * LOOK_MS);
      expect(timesOf('calls')).toBe(asked.length);
    });

    it('leaves alone for its pause what was done, and does it in the look that follows', async () => {
      add('calls');
      add('notices', { pauseMs: 3_000 });
      holding.add('notices');
      await after(LOOK_MS);
      expect(done).toEqual(['notices']);
      await after(2_900);
      expect(done).toEqual(['notices']);
      await after(LOOK_MS + 100);
      expect(done).toEqual(['notices', 'notices']);
    });

    it('does at once what comes after a time without any, whatever its pause', async () => {
      add('notices', { pauseMs: 60_000 });
      await after(10_000);
      holding.add('notices');
      await after(LOOK_MS);
      expect(done).toEqual(['notices']);
    });

    it('asks nothing while nothing could be done', async () => {
      add('notices', { pauseMs: 60_000 });
      holding.add('notices');
      await after(50_000);
      expect(asked).toHaveLength(1);
    });

    it('has done what the node itself wants, whatever the database says', async () => {
      let isWanted = true;
      add('queue', { isWanted: () => isWanted });
      await after(LOOK_MS);
      expect(done).toEqual(['queue']);
      isWanted = false;
      await after(10_000);
      expect(done).toEqual(['queue']);
    });

    it('does not look when another node does that started with it', async () => {
      const other = new Watch({ query: () => Promise.resolve([]) });
      const moments = (of: Watch) => {
        const at: number[] = [];
        of.add({
          when: 'x',
          work: () => Promise.resolve(),
          isWanted: () => at.push(performance.now()) < 0,
          failed: () => undefined,
        });
        return at;
      };
      const [here, there] = [moments(watch), moments(other)];
      other.onApplicationBootstrap();
      await after(60_000);
      other.onModuleDestroy();
      expect(here.length).toBeGreaterThan(100);
      expect(here.filter((at) => there.includes(at)).length).toBeLessThan(here.length / 4);
    });
  });

  describe('with work that goes wrong', () => {
    it('lets nothing else wait for work that hangs, and begins it no second time', async () => {
      let end: () => void = () => undefined;
      add('long', {
        work: () => {
          done.push('long');
          return new Promise((resolve) => (end = resolve));
        },
      });
      add('short');
      for (const when of ['long', 'short']) holding.add(when);
      await after(20 * LOOK_MS);
      expect([timesOf('long'), timesOf('short')]).toEqual([1, asked.length]);
      end();
      await after(2 * LOOK_MS);
      expect(timesOf('long')).toBe(2);
    });

    it.each<[string, Partial<Watched>]>([
      ['rejects', { work: () => Promise.reject(new Error('broken')) }],
      [
        'throws',
        {
          work: () => {
            throw new Error('broken');
          },
        },
      ],
      [
        'can’t say whether it is wanted',
        {
          isWanted: () => {
            throw new Error('broken');
          },
        },
      ],
    ])('tells it alone when it %s, and does the rest', async (_, broken) => {
      add('help', broken);
      add('calls');
      holding.add('calls');
      if (broken.work) holding.add('help');
      await after(LOOK_MS);
      expect(failed).toEqual(['help: broken']);
      expect(done).toEqual(['calls']);
    });

    it('tries again what failed until it succeeds, also when the database has nothing for it any more', async () => {
      let isBroken = true;
      add('calls', {
        work: () => {
          done.push('calls');
          return isBroken ? Promise.reject(new Error('broken')) : Promise.resolve();
        },
      });
      holding.add('calls');
      await after(LOOK_MS);
      holding.clear();
      await after(10 * LOOK_MS);
      expect(timesOf('calls')).toBe(asked.length);
      isBroken = false;
      await after(LOOK_MS);
      const tried = done.length;
      await after(10 * LOOK_MS);
      expect(done).toHaveLength(tried);
    });
  });

  describe('while nobody can say what is due', () => {
    it('tries everything, so that each fails or succeeds by itself', async () => {
      const told = warnings();
      add('calls');
      add('help', { work: () => Promise.reject(new Error('away')) });
      answer = () => Promise.reject(new Error('no such column'));
      await after(LOOK_MS);
      expect(failed).toEqual(['help: away']);
      expect(done).toEqual(['calls']);
      await after(10 * LOOK_MS);
      expect(told).toHaveBeenCalledTimes(1);
      answer = undefined;
      await after(LOOK_MS);
      answer = () => Promise.reject(new Error('away'));
      await after(LOOK_MS);
      expect(told).toHaveBeenCalledTimes(2);
    });

    it('is back to what is due when the database is back', async () => {
      warnings();
      for (const when of ['calls', 'help']) add(when);
      answer = () => Promise.reject(new Error('away'));
      await after(LOOK_MS);
      answer = undefined;
      done.length = 0;
      holding.add('help');
      await after(4 * LOOK_MS);
      expect(timesOf('calls')).toBe(0);
      expect(timesOf('help')).toBeGreaterThanOrEqual(4);
    });

    it('waits for no answer that hangs, and asks no second time before the first has ended', async () => {
      let release: (rows: { due: boolean[] }[]) => void = () => undefined;
      add('calls');
      answer = () => new Promise((resolve) => (release = resolve));
      await after(2 * LOOK_MS);
      expect(done).toEqual(['calls']);
      await after(20 * LOOK_MS);
      expect(timesOf('calls')).toBeGreaterThanOrEqual(10);
      expect(asked).toHaveLength(1);
      answer = undefined;
      release([{ due: [false] }]);
      await after(LOOK_MS);
      const tried = timesOf('calls');
      await after(10 * LOOK_MS);
      expect(asked.length).toBeGreaterThanOrEqual(10);
      expect(timesOf('calls')).toBe(tried);
    });
  });

  describe('when it is stopped', () => {
    it('looks no more', async () => {
      add('calls');
      holding.add('calls');
      watch.onModuleDestroy();
      await after(10_000);
      expect([asked, done, failed]).toEqual([[], [], []]);
    });

    it('begins nothing for an answer that comes later', async () => {
      let release: (rows: { due: boolean[] }[]) => void = () => undefined;
      add('calls');
      answer = () => new Promise((resolve) => (release = resolve));
      await after(LOOK_MS);
      expect(asked).toHaveLength(1);
      watch.onModuleDestroy();
      release([{ due: [true] }]);
      await after(10_000);
      expect(done).toEqual([]);
    });

    it('says nothing of what its end makes fail', async () => {
      const told = warnings();
      const underWay: ((error: Error) => void)[] = [];
      add('calls', { work: () => new Promise((_, reject) => void underWay.push(reject)) });
      add('help');
      holding.add('calls');
      await after(LOOK_MS);
      answer = () => new Promise((_, reject) => void underWay.push(reject));
      await after(LOOK_MS);
      expect(underWay).toHaveLength(2);
      watch.onModuleDestroy();
      for (const fail of underWay) fail(new Error('closed'));
      await after(10_000);
      expect([failed, done]).toEqual([[], []]);
      expect(told).not.toHaveBeenCalled();
    });

    it('does not begin after a stop that came before the start', async () => {
      const stopped = new Watch({ query: () => Promise.reject(new Error('closed')) });
      const told = warnings();
      stopped.onModuleDestroy();
      stopped.onApplicationBootstrap();
      stopped.add({ when: 'x', work: () => Promise.resolve(), failed: (error) => failed.push(String(error)) });
      await after(10_000);
      expect(failed).toEqual([]);
      expect(told).not.toHaveBeenCalled();
    });
  });
});
