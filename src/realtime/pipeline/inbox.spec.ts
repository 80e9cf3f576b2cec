import { describe, expect, it } from '@jest/globals';
import { Inbox, type Job } from './inbox.js';

/** A job that runs until it is let go. */
function heldJob(): { job: Job; letGo: () => void } {
  let letGo = (): void => undefined;
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  return { job: { bytes: 0, run: () => gone, refuse: never }, letGo };
}

function never(): void {
  throw new Error('It was refused');
}

describe('Inbox', () => {
  it('does one job after the other, in the order they came', async () => {
    const inbox = new Inbox();
    const log: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      const run = async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
      };
      expect(inbox.add({ bytes: 1, run, refuse: never })).toBe(true);
    }
    await inbox.settled();
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('begins at once while nothing is under way, and is idle again afterwards', async () => {
    const inbox = new Inbox();
    expect(inbox.isIdle).toBe(true);
    const { job, letGo } = heldJob();
    inbox.add(job);
    expect(inbox.isIdle).toBe(false);
    letGo();
    await inbox.settled();
    expect(inbox.isIdle).toBe(true);
  });

  it('settles only when what came meanwhile is done too', async () => {
    const inbox = new Inbox();
    const { job, letGo } = heldJob();
    inbox.add(job);
    const settled = inbox.settled();
    let isDone = false;
    inbox.add({ bytes: 0, run: () => Promise.resolve().then(() => void (isDone = true)), refuse: never });
    letGo();
    await settled;
    expect(isDone).toBe(true);
  });

  it('keeps 500 waiting beside the one at work, and refuses the next', async () => {
    const inbox = new Inbox();
    const { job, letGo } = heldJob();
    inbox.add(job);
    let done = 0;
    let refused = 0;
    const add = () => inbox.add({ bytes: 1, run: () => Promise.resolve(void (done += 1)), refuse: () => void (refused += 1) });
    for (let count = 0; count < 500; count += 1) add();
    expect(refused).toBe(0);
    expect(add()).toBe(true);
    expect(refused).toBe(1);
    letGo();
    await inbox.settled();
    expect(done).toBe(500);
  });

  it('keeps 1 MB waiting, and takes in again what has been worked off', async () => {
    const inbox = new Inbox();
    const first = heldJob();
    inbox.add(first.job);
    let refused = 0;
    const big = (bytes: number) => inbox.add({ bytes, run: () => Promise.resolve(), refuse: () => void (refused += 1) });
    big(1024 * 1024);
    big(1);
    expect(refused).toBe(1);
    first.letGo();
    await inbox.settled();
    big(1024 * 1024);
    expect(refused).toBe(1);
  });

  it('gives a client up that is refused more than 500 times in a row', () => {
    const inbox = new Inbox();
    inbox.add(heldJob().job);
    let refused = 0;
    const add = () => inbox.add({ bytes: 0, run: () => Promise.resolve(), refuse: () => void (refused += 1) });
    for (let count = 0; count < 1_000; count += 1) expect(add()).toBe(true);
    expect(refused).toBe(500);
    expect(add()).toBe(false);
  });

  it('forgets what has not begun', async () => {
    const inbox = new Inbox();
    const { job, letGo } = heldJob();
    inbox.add(job);
    let isDone = false;
    inbox.add({ bytes: 1, run: () => Promise.resolve(void (isDone = true)), refuse: never });
    inbox.clear();
    letGo();
    await inbox.settled();
    expect(isDone).toBe(false);
  });

  describe('where jobs may overlap', () => {
    /** Begins with a wait, passes on, and ends when it is let go. */
    function said(name: string, log: string[]): { job: Job; letGo: () => void } {
      let letGo = (): void => undefined;
      const gone = new Promise<void>((resolve) => (letGo = resolve));
      const run = async (passOn: () => void) => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} has its place`);
        passOn();
        await gone;
        log.push(`${name} ends`);
      };
      return { job: { bytes: 0, run, refuse: never, overlaps: true }, letGo };
    }
    const turns = async () => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    };

    it('begins the next when the one before has its place, not when it is done', async () => {
      const [inbox, log] = [new Inbox(), [] as string[]];
      const [a, b] = [said('a', log), said('b', log)];
      inbox.add(a.job);
      inbox.add(b.job);
      await turns();
      expect(log).toEqual(['a begins', 'a has its place', 'b begins', 'b has its place']);
      b.letGo();
      a.letGo();
      await inbox.settled();
      expect(inbox.isIdle).toBe(true);
    });

    it('lets one that came while another waits for its end begin at once', async () => {
      const [inbox, log] = [new Inbox(), [] as string[]];
      const [a, b] = [said('a', log), said('b', log)];
      inbox.add(a.job);
      await turns();
      inbox.add(b.job);
      await turns();
      expect(log).toEqual(['a begins', 'a has its place', 'b begins', 'b has its place']);
      a.letGo();
      b.letGo();
      await inbox.settled();
    });

    it('has any other job wait for all before it, and those after it wait for it', async () => {
      const [inbox, log] = [new Inbox(), [] as string[]];
      const [a, b, c] = [said('a', log), said('b', log), said('c', log)];
      const leave: Job = { bytes: 0, run: () => Promise.resolve(void log.push('leave')), refuse: never };
      for (const job of [a.job, b.job, leave, c.job]) inbox.add(job);
      await turns();
      a.letGo();
      await turns();
      expect(log).not.toContain('leave');
      b.letGo();
      c.letGo();
      await inbox.settled();
      expect(log.slice(-5)).toEqual(['b ends', 'leave', 'c begins', 'c has its place', 'c ends']);
    });

    it('has no more than 64 under way', async () => {
      const [inbox, log] = [new Inbox(), [] as string[]];
      const jobs = Array.from({ length: 70 }, (_, index) => said(String(index), log));
      for (const { job } of jobs) inbox.add(job);
      for (let round = 0; round < 20; round += 1) await turns();
      expect(log.filter((line) => line.endsWith('begins'))).toHaveLength(64);
      for (const { letGo } of jobs) letGo();
      await inbox.settled();
      expect(log.filter((line) => line.endsWith('ends'))).toHaveLength(70);
    });
  });
});
