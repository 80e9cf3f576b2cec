import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { type Server, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A socket address has room for 103 bytes (macOS) or 107 (Linux). */
const LONGEST_ADDRESS = 103;
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

/** In the directory itself, so that containers that share it see each other; elsewhere only where the path is too long. */
async function socketFolder(place: string): Promise<string> {
  const inside = join(place, 'lock');
  const longest = Buffer.byteLength(join(inside, '0123456789ab.new'));
  const folder = longest <= LONGEST_ADDRESS ? inside : join(tmpdir(), `lyceum-${fingerprint(place)}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function fingerprint(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 24);
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
