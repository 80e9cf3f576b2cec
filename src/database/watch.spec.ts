import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Watch, type Watched } from './watch.js';

/** As often as what is watched most. */
const OFTEN_MS = 500;

describe('Watch', () => {
  let asked: string[];
  /** Conditions that hold now. */
  let holding: Set<string>;
  let isAway: boolean;
  let done: string[];
  let failed: string[];
  let watch: Watch;

  beforeEach(() => {
    jest.useFakeTimers();
    [asked, holding, isAway, done, failed] = [[], new Set(), false, [], []];
    watch = new Watch({
      query: <T>(sql: string) => {
        asked.push(sql);
        const conditions = /\[(.*)\]/.exec(sql)?.[1]?.split(', ') ?? [];
        return isAway
          ? Promise.reject(new Error('away'))
          : Promise.resolve([{ due: conditions.map((one) => holding.has(one)) } as T]);
      },
    });
    watch.onApplicationBootstrap();
  });
  afterEach(() => {
    watch.onModuleDestroy();
    jest.useRealTimers();
  });

  function add(when: string, more: Partial<Watched> = {}): void {
    watch.add({
      when,
      everyMs: OFTEN_MS,
      work: () => {
        done.push(when);
        return Promise.resolve();
      },
      failed: (error) => failed.push(`${when}: ${(error as Error).message}`),
      ...more,
    });
  }

  const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it('asks one question for everything, and has done what there is time for', async () => {
    for (const when of ['calls', 'help', 'notices']) add(when);
    holding.add('help');
    await after(OFTEN_MS);
    expect(asked).toEqual(['SELECT ARRAY[calls, help, notices] AS due']);
    expect(done).toEqual(['help']);
  });

  it('does it again for as long as there is more, within the time of a look', async () => {
    add('calls');
    await after(10_000);
    expect(done).toEqual([]);
    holding.add('calls');
    await after(OFTEN_MS);
    expect(done).toHaveLength(1);
    await after(10 * OFTEN_MS);
    expect(done.length).toBeGreaterThanOrEqual(10);
  });

  it('leaves alone for its time what is wanted less often', async () => {
    add('calls');
    add('notices', { everyMs: 10_000 });
    holding.add('notices');
    await after(7_000);
    expect(done).toEqual(['notices']);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((sql) => sql.includes('notices'))).toHaveLength(1);
    await after(5_000);
    expect(done).toEqual(['notices', 'notices']);
  });

  it('has done what the node itself wants, whatever the database says', async () => {
    let isWanted = true;
    add('queue', { isWanted: () => isWanted });
    await after(OFTEN_MS);
    expect(done).toEqual(['queue']);
    isWanted = false;
    await after(10_000);
    expect(done).toEqual(['queue']);
  });

  it('begins nothing twice: what takes long keeps nothing else from being done', async () => {
    let end: () => void = () => undefined;
    add('long', {
      work: () => {
        done.push('long');
        return new Promise((resolve) => (end = resolve));
      },
    });
    add('short');
    for (const when of ['long', 'short']) holding.add(when);
    await after(10 * OFTEN_MS);
    expect(done.filter((one) => one === 'long')).toHaveLength(1);
    expect(done.filter((one) => one === 'short').length).toBeGreaterThan(5);
    end();
    await after(2 * OFTEN_MS);
    expect(done.filter((one) => one === 'long')).toHaveLength(2);
  });

  it('tells each that it could not be looked for, and looks again; of what fails the others hear nothing', async () => {
    add('calls');
    add('help', { work: () => Promise.reject(new Error('broken')) });
    isAway = true;
    await after(OFTEN_MS);
    expect(failed).toEqual(['calls: away', 'help: away']);
    isAway = false;
    for (const when of ['calls', 'help']) holding.add(when);
    await after(OFTEN_MS);
    expect(failed.slice(2)).toEqual(['help: broken']);
    expect(done).toEqual(['calls']);
  });

  it('does nothing after the stop, and says nothing of what fails', async () => {
    add('calls');
    holding.add('calls');
    watch.onModuleDestroy();
    await after(10_000);
    expect([asked, done, failed]).toEqual([[], [], []]);
  });
});
