import { beforeEach, describe, expect, it } from '@jest/globals';
import { CountingWindow } from './window.js';

const POINTS = 5;
const MS = 1_000;

describe('the model of a limit', () => {
  let window: CountingWindow;
  beforeEach(() => {
    window = new CountingWindow(POINTS, MS);
  });
  const seen = (sent: number, answered: number, admitted: number, refused = 0) =>
    window.explains({ sent, answered, admitted, refused });

  it('lets so many through, refuses what comes more, and begins anew', () => {
    expect(seen(0, 10, POINTS, 3)).toBe(true);
    expect(seen(500, 510, 0, 1)).toBe(true);
    expect(seen(1_100, 1_110, POINTS)).toBe(true);
  });

  it.each<[what: string, admitted: number, refused: number]>([
    ['one too many', POINTS + 1, 0],
    ['one too many beside some that it refused', POINTS + 1, 2],
    ['one refused for nothing', 2, 1],
    ['all refused at the beginning', 0, 1],
  ])('knows at once what is wrong: %s', (_what, admitted, refused) => {
    expect(seen(0, 10, admitted, refused)).toBe(false);
  });

  it('knows of one that comes later in the window', () => {
    expect(seen(0, 10, POINTS - 1)).toBe(true);
    expect(seen(900, 950, 2)).toBe(false);
    expect(seen(900, 950, 1, 1)).toBe(true);
    expect(seen(980, 985, 1)).toBe(false);
  });

  it('takes either for right where nobody knows whether the window was over', () => {
    expect(seen(0, 200, POINTS)).toBe(true);
    expect(seen(1_100, 1_110, 0, 1)).toBe(true);
    expect(seen(1_150, 1_160, 1)).toBe(true);
    // Now it is known when the second one began.
    expect(seen(1_200, 1_210, POINTS - 1, 1)).toBe(true);
    expect(seen(2_100, 2_110, 1)).toBe(false);
  });

  it('knows that one who waits for the end is let through', () => {
    expect(seen(0, 10, POINTS, 1)).toBe(true);
    const from = 10 + window.msLeft(10);
    expect(from).toBeLessThan(1_040);
    expect(seen(from + 1, from + 11, 0, 1)).toBe(false);
    expect(seen(from + 1, from + 11, POINTS, 1)).toBe(true);
  });

  it('takes for right what lasts for longer than a window', () => {
    expect(seen(0, 1_010, 2 * POINTS, 4)).toBe(true);
    expect(seen(1_020, 1_030, 1)).toBe(false);
  });

  it('takes no more than that for right', () => {
    expect(seen(0, 990, 2 * POINTS)).toBe(false);
    expect(seen(0, 1_900, 2 * POINTS + 1)).toBe(false);
  });
});
