import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DirectoryLock } from './directory-lock.js';

const LOADER = pathToFileURL(join(process.cwd(), 'scripts/typescript.mjs')).href;
const LOCK = new URL('./directory-lock.ts', import.meta.url).href;

let directory: string;
let children: ChildProcess[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lyceum-lock-'));
  children = [];
});

afterEach(async () => {
  await Promise.all(children.map(kill));
  await rm(directory, { recursive: true });
});

/** A process that takes the lock, says whether it got it, and stays; `taken` resolves with what it said. */
function taker(waitMs: number): { child: ChildProcess; taken: Promise<string> } {
  const script = `
    import { DirectoryLock } from ${JSON.stringify(LOCK)};
    const lock = await DirectoryLock.acquire(${JSON.stringify(directory)}, { waitMs: ${waitMs} }).catch(() => undefined);
    process.stdout.write(lock ? 'held' : 'refused');
    setInterval(() => lock, 1000);`;
  const args = ['--no-warnings', '--import', LOADER, '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return { child, taken: once(child.stdout, 'data').then(String) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

describe('DirectoryLock', () => {
  it('is held by one at a time, and free after its release', async () => {
    const lock = await DirectoryLock.acquire(directory, { waitMs: 0 });
    await expect(DirectoryLock.acquire(directory, { waitMs: 0 })).rejects.toThrow(directory);
    await lock.release();

    const next = await DirectoryLock.acquire(directory, { waitMs: 0 });
    await next.release();
  });

  it('waits for its holder, and says once that it does', async () => {
    const lock = await DirectoryLock.acquire(directory, { waitMs: 0 });
    let waits = 0;
    const waiting = DirectoryLock.acquire(directory, {
      waitMs: 10_000,
      onWait: () => {
        waits += 1;
        void lock.release();
      },
    });

    await (await waiting).release();
    expect(waits).toBe(1);
  });

  it('works in a directory whose path is too long for a socket address', async () => {
    const deep = join(directory, 'd'.repeat(120));
    await mkdir(deep);
    const lock = await DirectoryLock.acquire(deep, { waitMs: 0 });

    await expect(DirectoryLock.acquire(deep, { waitMs: 0 })).rejects.toThrow(deep);
    expect(await readdir(deep)).toEqual([]);
    await lock.release();
  });

  it('is let go by the kernel when its holder is killed, and the remains are cleared away', async () => {
    const { child, taken } = taker(0);
    expect(await taken).toBe('held');
    await expect(DirectoryLock.acquire(directory, { waitMs: 0 })).rejects.toThrow('in use by another process');

    await kill(child);
    const lock = await DirectoryLock.acquire(directory, { waitMs: 0 });

    expect(await readdir(join(directory, 'lock'))).toHaveLength(1);
    await lock.release();
  }, 20_000);

  it('goes to exactly one of several processes that find the remains of a killed one', async () => {
    const first = taker(0);
    await first.taken;
    await kill(first.child);

    const takers = Array.from({ length: 4 }, () => taker(1_500));
    const results = await Promise.all(takers.map(({ taken }) => taken));

    expect(results.sort()).toEqual(['held', 'refused', 'refused', 'refused']);
  }, 30_000);

  it('goes to exactly one of many takers in one process, again and again', async () => {
    for (let round = 0; round < 4; round += 1) {
      const tries = await Promise.allSettled(Array.from({ length: 6 }, () => DirectoryLock.acquire(directory, { waitMs: 700 })));
      const locks = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));

      expect(locks).toHaveLength(1);
      await locks[0]!.release();
    }
  }, 30_000);
});
