import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from './system-error.js';

const SECRET_BYTES = 32;
const FILE_NAME = 'jwt-secret';
const SHAPE = /^[\w-]{43}$/;

/** The file in `dataDir` that keeps the generated signing secret. */
export function secretFile(dataDir: string): string {
  return join(dataDir, FILE_NAME);
}

/**
 * The signing secret of a gateway that was given none: made at the first start, the same at every later one, also when two
 * start at once. Throws when the directory can't be written or the file holds something else.
 */
export function keptSecret(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return storedSecret(dataDir) ?? createSecret(dataDir);
}

function storedSecret(dataDir: string): string | undefined {
  const path = secretFile(dataDir);
  let secret: string;
  try {
    secret = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  if (!SHAPE.test(secret)) throw new Error(`${path} holds no generated secret`);
  return secret;
}

function createSecret(dataDir: string): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const draft = `${secretFile(dataDir)}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, secret, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // A link never replaces what is there and shows only a finished file: of two starts one wins, and the other reads the winner's.
    linkSync(draft, secretFile(dataDir));
    return secret;
  } catch (error) {
    const winner = systemErrorCode(error) === 'EEXIST' ? storedSecret(dataDir) : undefined;
    if (winner === undefined) throw error;
    return winner;
  } finally {
    rmSync(draft, { force: true });
  }
}
