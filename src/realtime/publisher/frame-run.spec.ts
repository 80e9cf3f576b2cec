import { describe, expect, it } from '@jest/globals';
import { FrameRun } from './frame-run.js';

describe('FrameRun', () => {
  const [one, two, three] = ['one', 'two', 'three'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

  it('is one frame itself where there is one, and all of them in their order where there are more', () => {
    const start = new FrameRun();
    expect(start.bytes).toBe(0);
    expect(start.and(one).joined).toBe(one);
    const all = start.and(one).and(two).and(three);
    expect(all.joined.toString()).toBe('onetwothree');
    expect(all.bytes).toBe(11);
  });

  it('is put together once for all who get the same', () => {
    const start = new FrameRun();
    const [ana, ben] = [start.and(one), start.and(one)];
    expect(ana.and(two).joined).toBe(ben.and(two).joined);
  });

  it('keeps apart what only begins alike', () => {
    const start = new FrameRun();
    const [ana, ben, cem] = [start.and(one).and(two), start.and(one).and(three), start.and(three)];
    expect([ana, ben, cem].map(({ joined }) => joined.toString())).toEqual(['onetwo', 'onethree', 'three']);
    expect(start.and(one).and(two).joined.toString()).toBe('onetwo');
  });

  it('goes by the frame, not by what it says', () => {
    const start = new FrameRun();
    expect(start.and(Buffer.from('same')).joined).not.toBe(start.and(Buffer.from('same')).joined);
  });
});
