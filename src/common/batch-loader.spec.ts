import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BatchLoader } from './batch-loader.js';

describe('BatchLoader', () => {
  let asked: (readonly string[])[];
  /** Answers each question with the keys, in capitals; tests replace it. */
  let answer: (keys: readonly string[]) => Promise<string[]>;
  let loader: BatchLoader<string, string>;

  beforeEach(() => {
    jest.useFakeTimers();
    asked = [];
    answer = (keys) => Promise.resolve(keys.map((key) => key.toUpperCase()));
    loader = new BatchLoader((keys) => {
      asked.push(keys);
      return answer(keys);
    }, 3);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const findAll = (...keys: string[]) => Promise.allSettled(keys.map((key) => loader.find(key)));
  const values = (outcomes: PromiseSettledResult<string>[]) =>
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Error).message));

  it('asks for one who comes alone within the same turn', async () => {
    const found = loader.find('ana');
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([['ana']]);
    expect(await found).toBe('ANA');
  });

  it('asks once for all who come together, and gives each their own', async () => {
    const found = findAll('ana', 'ben', 'ana');
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([['ana', 'ben', 'ana']]);
    expect(values(await found)).toEqual(['ANA', 'BEN', 'ANA']);
  });

  it('lets those wait for each other who come right after a question', async () => {
    const first = loader.find('ana');
    await jest.advanceTimersByTimeAsync(0);
    const others = [loader.find('ben')];
    await jest.advanceTimersByTimeAsync(4);
    others.push(loader.find('cem'));
    expect(asked).toEqual([['ana']]);
    await jest.advanceTimersByTimeAsync(6);
    expect(asked).toEqual([['ana'], ['ben', 'cem']]);
    expect(await Promise.all([first, ...others])).toEqual(['ANA', 'BEN', 'CEM']);
  });

  it('puts no more keys into one question than it may have', async () => {
    const found = findAll('a', 'b', 'c', 'd');
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([['a', 'b', 'c'], ['d']]);
    expect(values(await found)).toEqual(['A', 'B', 'C', 'D']);
  });

  it('never gives what was asked for somebody before: it may have changed since', async () => {
    let finish: (names: string[]) => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    const early = loader.find('ana');
    await jest.advanceTimersByTimeAsync(0);
    answer = () => Promise.resolve(['new']);
    const late = loader.find('ana');
    await jest.advanceTimersByTimeAsync(10);
    expect(await late).toBe('new');
    finish(['old']);
    expect(await early).toBe('old');
  });

  it('does not wait for a question that hangs', async () => {
    answer = () => new Promise(() => undefined);
    void loader.find('ana');
    await jest.advanceTimersByTimeAsync(0);
    answer = (keys) => Promise.resolve([...keys]);
    const found = loader.find('ben');
    await jest.advanceTimersByTimeAsync(10);
    expect(await found).toBe('ben');
  });

  it('tells all who waited for a question that failed, and asks anew for the next', async () => {
    answer = () => Promise.reject(new Error('away'));
    const found = findAll('ana', 'ben');
    await jest.advanceTimersByTimeAsync(0);
    expect(values(await found)).toEqual(['away', 'away']);
    answer = () => Promise.resolve(['back']);
    const next = loader.find('ana');
    await jest.advanceTimersByTimeAsync(10);
    expect(await next).toBe('back');
  });

  it('tells everybody also when there are too few answers', async () => {
    answer = () => Promise.resolve(['only one']);
    const found = findAll('ana', 'ben');
    await jest.advanceTimersByTimeAsync(0);
    expect(values(await found)).toEqual(['1 answers to 2 questions', '1 answers to 2 questions']);
  });
});
