import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { TEST_JWT_SECRET, type Gateway } from './gateway.js';
import type { JsonObject } from './inbox.js';
import { query } from './postgres.js';
import { runDirectory } from './test-run.js';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the built command line to its end. */
export function lyceum(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  const main = join(process.cwd(), 'dist', 'cli', 'main.js');
  const options = { env: { PATH: process.env.PATH ?? '', JWT_SECRET: TEST_JWT_SECRET, ...env }, cwd: runDirectory() };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

export interface TestKey {
  id: string;
  /** What goes into the `Authorization` header. */
  key: string;
}

/** An API key: by the gateway that has the embedded database, or written where the command line would, without a process of its own. */
export async function makeKey(gateway: Gateway, scopes: readonly string[], name = 'tests'): Promise<TestKey> {
  if (gateway.databaseUrl === undefined) return made(await order(gateway, { order: 'create-key', name, scopes }));
  const [id, secret] = [randomUUID(), randomBytes(32).toString('base64url')];
  const hash = createHash('sha256').update(secret).digest();
  const sql = 'INSERT INTO lyceum.api_keys (id, name, secret_hash, scopes) VALUES ($1, $2, $3, $4)';
  await query(gateway.databaseUrl, sql, [id, name, hash, scopes]);
  return { id, key: `lyk_${id.replaceAll('-', '')}_${secret}` };
}

export async function revokeKey(gateway: Gateway, { id }: TestKey): Promise<void> {
  if (gateway.databaseUrl === undefined) await order(gateway, { order: 'revoke-key', id });
  else await query(gateway.databaseUrl, 'UPDATE lyceum.api_keys SET revoked_at = now() WHERE id = $1', [id]);
}

function made({ key }: JsonObject): TestKey {
  return key as TestKey;
}

/** What the command line tells a gateway that has the embedded database. */
async function order(gateway: Gateway, what: JsonObject): Promise<JsonObject> {
  const socket = connect(join(gateway.dataDir, 'lock', 'control'));
  await once(socket, 'connect');
  socket.write(`${JSON.stringify(what)}\n`);
  const { ok, outcome, error } = JSON.parse(await text(socket)) as JsonObject;
  if (ok !== true) throw new Error(JSON.stringify(error));
  return outcome as JsonObject;
}
