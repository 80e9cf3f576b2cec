import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** What a file is made smaller with, in the order in which it is preferred. The build writes these beside it. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
export type Encoding = (typeof ENCODINGS)[number][0];

export interface BuiltFile {
  readonly type: string;
  readonly body: Buffer;
  /** Of `body`, without quotes. */
  readonly hash: string;
  readonly encoded: readonly { readonly encoding: Encoding; readonly body: Buffer }[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/**
 * The files of a built app by their paths (`/index.html`), with what they are; kept in memory, because together they are not much larger
 * than one upload. What has another name or type than a page needs is left out, and so never served. None where nothing was built.
 */
export function readBuiltFiles(directory: string): ReadonlyMap<string, BuiltFile> {
  const files = new Map<string, BuiltFile>();
  for (const path of pathsIn(directory)) {
    const type = TYPES[extname(path)];
    if (type === undefined) continue;
    const body = readFileSync(path);
    const encoded = ENCODINGS.flatMap(([encoding, ending]) => {
      const smaller = readIfThere(path + ending);
      return smaller === undefined ? [] : [{ encoding, body: smaller }];
    });
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    files.set(`/${relative(directory, path).split(sep).join('/')}`, { type, body, hash, encoded });
  }
  return files;
}

function pathsIn(directory: string): string[] {
  const entries = ifThere(() => readdirSync(directory, { recursive: true, withFileTypes: true })) ?? [];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function readIfThere(path: string): Buffer | undefined {
  return ifThere(() => readFileSync(path));
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
