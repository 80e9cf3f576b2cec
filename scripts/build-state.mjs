// Whether dist/ holds what the sources say, and the builds that make it so.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const API_TYPES = ['write', 'operations', 'schemas'].map((name) => `scripts/api-types/${name}.mjs`);
const SCRIPTS = ['scripts/bundle.mjs', ...API_TYPES];

/**
 * What is built by itself. Its stamp lies in what was made and goes with it.
 * @typedef {object} Product
 * @property {string} into the folder that is made
 * @property {string[]} sources folders of what it is made from
 * @property {string[]} configuration files that say how
 * @property {() => Promise<void>} make rejects when a compiler does
 */
/** @type {Product[]} The gateway comes first: its compiler empties dist/. */
const PRODUCTS = [
  {
    into: 'dist',
    sources: ['src'],
    configuration: ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', '.swcrc', 'package-lock.json', ...SCRIPTS],
    make: makeGateway,
  },
  {
    into: 'dist/web',
    sources: ['web', 'sdk/src', 'src/protocol'],
    configuration: ['package-lock.json'],
    make: () => run(join('vite', 'bin', 'vite.js'), ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']),
  },
];

async function makeGateway() {
  await run(join('@nestjs', 'cli', 'bin', 'nest.js'), ['build']);
  // The compiler takes half a second to load: not before it is needed.
  const [{ writeApiTypes }, { writeBundle }] = await Promise.all([import('./api-types/write.mjs'), import('./bundle.mjs')]);
  await writeApiTypes(root);
  await writeBundle(root);
}

/** One hash over everything that a build reads. Content, not times: a checkout or a copy changes times only. */
async function sourcesHash({ sources, configuration }) {
  const files = configuration.map((name) => join(root, name));
  for (const source of sources) {
    const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true });
    const read = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'));
    files.push(...read.map((entry) => join(entry.parentPath, entry.name)).filter((file) => !isInstalled(file)));
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const content = await readFile(file).catch(absent);
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Packages may lie in the folder of a workspace. */
function isInstalled(file) {
  return file.slice(root.length).split(sep).includes('node_modules');
}

/** A file may be missing in an image, or vanish while an editor saves it. */
function absent(error) {
  if (error.code === 'ENOENT') return Buffer.alloc(0);
  throw error;
}

const stampOf = ({ into }) => join(root, into, '.sources');

async function isStale(product) {
  const stamp = await readFile(stampOf(product), 'utf8').catch(() => '');
  return stamp !== (await sourcesHash(product));
}

/** Runs a package's program. What it prints goes to stderr, so that stdout stays the gateway's. */
async function run(program, args) {
  const path = join(root, 'node_modules', program);
  // What is built is the same whoever builds it: tests name another environment, for which React makes itself twice as large.
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, [path, ...args], { cwd: root, env, stdio: ['ignore', 2, 2] });
  const stop = (signal) => {
    child.kill(signal);
    process.exit(1);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  // From here on signals are for whoever asked for the build.
  process.off('SIGINT', stop).off('SIGTERM', stop);
  if (code !== 0) throw new Error('The build failed; see above.');
}

async function buildOne(product) {
  // Taken before: a file that is saved during the build must make the next one stale.
  const hash = await sourcesHash(product);
  await product.make();
  await writeFile(stampOf(product), hash);
}

/** Builds everything; rejects when a compiler does. */
export async function build() {
  for (const product of PRODUCTS) await buildOne(product);
}

export async function buildIfStale() {
  for (const product of PRODUCTS) if (await isStale(product)) await buildOne(product);
}
