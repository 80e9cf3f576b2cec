import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let directory;
let count = 0;

/** A path for one server's files; nothing is there yet. All of them go with the run. @param {string} stem */
export function freshPath(stem) {
  if (directory === undefined) {
    directory = mkdtempSync(join(tmpdir(), 'lyceum-bench-'));
    // PostgreSQL runs under an account of its own when the benchmark runs as root, and must be able to pass through.
    chmodSync(directory, 0o711);
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  }
  return join(directory, `${stem}-${(count += 1)}`);
}

/** @param {string} stem */
export function freshDirectory(stem) {
  const path = freshPath(stem);
  mkdirSync(path);
  return path;
}
