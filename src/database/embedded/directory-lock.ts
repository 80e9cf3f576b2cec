import { randomBytes } from 'node:crypto';
import { readdir, realpath, rename, rm } from 'node:fs/promises';
import { type Server, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fingerprint, socketFolder } from './socket-folder.js';

const LIVE = /^[0-9a-f]{12}$/;
const WAIT_MS = 25_000;
const POLL_MS = 100;

export interface LockOptions {
  /** How long to wait for another process, in milliseconds. Default 25,000: as long as a gateway may take to stop. */
  waitMs?: number;
  /** Called once, when there is something to wait for. */
  onWait?: () => void;
}

/**
 * The right to use a directory, for one process at a time: a listening socket, which the kernel closes however the process ends.
 *
 * Every candidate has a socket of its own, under a name that is never used twice, in one folder. A name appears there only when
 * its socket listens already, so a socket that refuses is dead for good and anybody may remove it. A candidate shows its own
 * socket first and looks at the others then: of two candidates at least one sees the other, and who sees a live one withdraws.
 * So two can never both hold it, whatever the timing.
 */
export class DirectoryLock {
  private constructor(
    private readonly server: Server,
    private readonly path: string | undefined,
  ) {}

  /** Waits for another process to let go; then fails with a sentence that names the directory. */
  static async acquire(directory: string, { waitMs = WAIT_MS, onWait }: LockOptions = {}): Promise<DirectoryLock> {
    const place = await realpath(directory);
    const deadline = performance.now() + waitMs;
    for (let attempt = 1; ; attempt += 1) {
      const lock = process.platform === 'win32' ? await this.tryPipe(place) : await this.trySocket(await socketFolder(place));
      if (lock) return lock;
      if (performance.now() >= deadline) {
        throw new Error(
          `The data directory ${place} is in use by another process. Stop that one, or set DATA_DIR to another directory.`,
        );
      }
      if (attempt === 1) onWait?.();
      // Random, so that two that withdrew for each other don't meet again.
      await delay(POLL_MS * (0.5 + Math.random()));
    }
  }

  private static async trySocket(folder: string): Promise<DirectoryLock | undefined> {
    if (await anyAlive(folder)) return undefined;
    const name = randomBytes(6).toString('hex');
    const hidden = join(folder, `${name}.new`);
    const shown = join(folder, name);
    const lock = new DirectoryLock(await listen(hidden), shown);
    await rename(hidden, shown);
    if (!(await anyAlive(folder, name))) return lock;
    await lock.release();
    return undefined;
  }

  /** Windows removes a named pipe with its process, and refuses a second one of the same name. */
  private static async tryPipe(place: string): Promise<DirectoryLock | undefined> {
    const server = await listen(`\\\\.\\pipe\\lyceum-${fingerprint(place)}`).catch(() => undefined);
    return server && new DirectoryLock(server, undefined);
  }

  async release(): Promise<void> {
    if (this.path !== undefined) await rm(this.path, { force: true });
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Whether somebody else listens in this folder; removes what the dead have left. */
async function anyAlive(folder: string, own?: string): Promise<boolean> {
  const names = (await readdir(folder)).filter((name) => LIVE.test(name) && name !== own);
  const alive = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      if (await listens(path)) return true;
      await rm(path, { force: true });
      return false;
    }),
  );
  return alive.includes(true);
}

/** The kernel accepts for a process that is busy; only a refusal says that nobody is there. */
function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
    });
  });
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(path, () => {
      // The lock alone must not keep the process from ending.
      server.unref();
      resolve(server);
    });
  });
}

/** Whether no process uses the directory at this moment. */
export async function isDirectoryFree(directory: string): Promise<boolean> {
  const lock = await DirectoryLock.acquire(directory, { waitMs: 0 }).catch(() => undefined);
  await lock?.release();
  return lock !== undefined;
}
