import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { freshDirectory } from './test-run.js';

export interface DiskOptions {
  readonly megabytes: number;
  /** Whose it is; by default root's. */
  readonly owner?: { uid?: number; gid?: number };
}

/** A disk that a test can fill: a tmpfs of its own. Mounting takes root, as tests have it in containers and in CI. */
export class SmallDisk {
  private isMounted = true;

  private constructor(readonly path: string) {
    process.once('exit', () => this.unmount());
  }

  static mount({ megabytes, owner: { uid = 0, gid = 0 } = {} }: DiskOptions): SmallDisk {
    const path = freshDirectory('disk');
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700,uid=${uid},gid=${gid}`, 'tmpfs', path]);
    return new SmallDisk(path);
  }

  /** Takes all that is free, to the last page. */
  fill(): void {
    const ballast = openSync(this.ballast, 'a');
    try {
      for (const size of [1 << 20, 1 << 12]) while (writes(ballast, Buffer.alloc(size)));
    } finally {
      closeSync(ballast);
    }
  }

  /** Gives it back. */
  free(): void {
    rmSync(this.ballast, { force: true });
  }

  /** Also where something still has files open there. */
  unmount(): void {
    if (!this.isMounted) return;
    this.isMounted = false;
    execFileSync('umount', ['--lazy', this.path]);
  }

  private get ballast(): string {
    return join(this.path, 'ballast');
  }
}

/** Whether there was room for it. */
function writes(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
