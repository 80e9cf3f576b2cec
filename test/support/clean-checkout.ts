import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Names that .gitignore lists, and what a checkout never has. */
function isLeftOut(path: string): boolean {
  const listed = readFileSync('.gitignore', 'utf8').split('\n').filter(Boolean);
  const names = path.split('/');
  return ['.git', ...listed].some((name) => (name.startsWith('*') ? path.endsWith(name.slice(1)) : names.includes(name)));
}

/** Copies from this project what a fresh checkout would have and `isWanted` lets through. */
export function copyCheckout(from: string, to: string, isWanted: (path: string) => boolean = () => true): void {
  mkdirSync(dirname(to), { recursive: true });
  const filter = (source: string): boolean => {
    const path = relative(process.cwd(), source);
    return path === '' || (!isLeftOut(path) && isWanted(path));
  };
  cpSync(join(process.cwd(), from), to, { recursive: true, filter });
}

/** The environment a newcomer's shell has: this one without what npm and Jest add to it. */
export function shellEnvironment(): Record<string, string> {
  const added = /^(npm_(?!config_(registry|cache|userconfig))|JEST_|TEST_|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|REQUIRE_SERVERS$)/;
  const kept = Object.entries(process.env).filter(([key]) => !added.test(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, value ?? '']));
}

/** Runs a shell command to its end; rejects with what it printed when it fails. */
export async function runCommand(command: string, cwd: string, env: Record<string, string>): Promise<void> {
  const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}:\n${output}`);
}
