import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A socket address has room for 103 bytes (macOS) or 107 (Linux). */
const LONGEST_ADDRESS = 103;
const LONGEST_NAME = '0123456789ab.new';

/**
 * Where the sockets that belong to a directory stand: in the directory itself, so that containers that share it see each other;
 * elsewhere only where the path is too long. Fails where that place is somebody else's.
 */
export async function socketFolder(place: string): Promise<string> {
  const inside = join(place, 'lock');
  const isShort = Buffer.byteLength(join(inside, LONGEST_NAME)) <= LONGEST_ADDRESS;
  const folder = isShort ? inside : join(tmpdir(), `lyceum-${fingerprint(place)}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!isShort) await assertOwn(folder);
  return folder;
}

export function fingerprint(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 24);
}

/** Everybody may make folders there: one that stood there before us may be a trap. */
async function assertOwn(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0) return;
  throw new Error(`${folder} belongs to somebody else. Remove it, or set DATA_DIR to a directory with a shorter path.`);
}
