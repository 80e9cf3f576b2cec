// Whether dist/ holds what the sources say, and the build that makes it so.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const STAMP = join(root, 'dist', '.sources');
const API_TYPES = ['write', 'operations', 'schemas'].map((name) => `scripts/api-types/${name}.mjs`);
const SCRIPTS = ['scripts/bundle.mjs', ...API_TYPES];
const CONFIGURATION = ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', '.swcrc', 'package-lock.json', ...SCRIPTS];

/** One hash over everything that a build reads. Content, not times: a checkout or a copy changes times only. */
async function sourcesHash() {
  const entries = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'));
  const files = [...sources.map((entry) => join(entry.parentPath, entry.name)), ...CONFIGURATION.map((name) => join(root, name))];
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const content = await readFile(file).catch(absent);
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** A file may be missing in an image, or vanish while an editor saves it. */
function absent(error) {
  if (error.code === 'ENOENT') return Buffer.alloc(0);
  throw error;
}

export async function isStale() {
  const stamp = await readFile(STAMP, 'utf8').catch(() => '');
  return stamp !== (await sourcesHash());
}

/** Builds; rejects when the compiler does. What it prints goes to stderr, so that stdout stays the gateway's. */
export async function build() {
  // Taken before: a file that is saved during the build must make the next one stale.
  const hash = await sourcesHash();
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const child = spawn(process.execPath, [nest, 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  const stop = (signal) => {
    child.kill(signal);
    process.exit(1);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  // From here on signals are for whoever asked for the build.
  process.off('SIGINT', stop).off('SIGTERM', stop);
  if (code !== 0) throw new Error('The build failed; see above.');
  // The compiler takes half a second to load: not before it is needed.
  const [{ writeApiTypes }, { writeBundle }] = await Promise.all([import('./api-types/write.mjs'), import('./bundle.mjs')]);
  await writeApiTypes(root);
  await writeBundle(root);
  await writeFile(STAMP, hash);
}

export async function buildIfStale() {
  if (await isStale()) await build();
}
