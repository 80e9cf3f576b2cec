import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TestDatabase = 'embedded' | 'postgres';

declare global {
  /** Set by jest.config.mjs: the same file may run once for each. */
  var testDatabase: TestDatabase | undefined;
}

/** Which database a gateway gets when a test does not say. */
export function defaultDatabase(): TestDatabase {
  return globalThis.testDatabase ?? 'embedded';
}

/** The directory of this run, removed after it; global setup makes it, for every worker. */
export function runDirectory(): string {
  process.env.TEST_RUN_DIR ??= makeRunDirectory();
  return process.env.TEST_RUN_DIR;
}

function makeRunDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'lyceum-test-'));
  // PostgreSQL runs under another account when the tests run as root, and must be able to pass through.
  chmodSync(path, 0o711);
  return path;
}

/** A path for something of one test; nothing is there yet. */
export function freshPath(stem: string): string {
  return join(runDirectory(), `${stem}-${randomBytes(6).toString('hex')}`);
}

/** A new empty directory for one test. */
export function freshDirectory(stem: string): string {
  const path = freshPath(stem);
  mkdirSync(path);
  return path;
}
