// `npm run demo [-- --data <empty directory>]`: a gateway of its own with people, rooms and conversations in it, some of whom go on
// talking until Ctrl-C. PORT and HOST are as of `npm start`; without --data nothing is left of it afterwards.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build-state.mjs';
import { fill } from './demo/fill.mjs';
import { launchGateway } from './demo/gateway.mjs';
import { live } from './demo/live.mjs';
import { ADMIN, newPassword } from './demo/people.mjs';
import { whatToOpen } from './demo/what-to-open.mjs';

/** What is undone at the end, the last first. */
const undo = [];
let isEnding = false;

async function end(code) {
  if (isEnding) return;
  isEnding = true;
  for (const step of undo.reverse()) await step();
  process.exit(code);
}

function fail(error) {
  if (!isEnding) console.error(error instanceof Error ? error.message : error);
  return end(1);
}

async function directory(kept) {
  if (kept === undefined) {
    const made = await mkdtemp(join(tmpdir(), 'lyceum-demo-'));
    undo.push(() => rm(made, { recursive: true, force: true }));
    return made;
  }
  const path = resolve(kept);
  await mkdir(path, { recursive: true });
  const there = await readdir(path);
  if (there.length > 0) {
    throw new Error(`${path} is not empty: a demo fills an empty directory. Run what is there with DATA_DIR=${path} npm start`);
  }
  return path;
}

function whyItEnded(output) {
  if (output.includes('EADDRINUSE')) return 'The port is taken by another program. Choose a free one: PORT=3100 npm run demo';
  return `The gateway ended by itself:\n${output}`;
}

async function run() {
  const { values } = parseArgs({ options: { data: { type: 'string' } } });
  await buildIfStale();
  const dataDir = await directory(values.data);
  console.log('Starting a gateway on a database of its own …');
  const gateway = launchGateway({ dataDir, admin: ADMIN.username });
  undo.push(() => gateway.stop());
  void gateway.ended.then((output) => fail(new Error(whyItEnded(output))));
  const url = await gateway.url;
  console.log('Filling it with people and what they say …');
  const password = newPassword();
  const demo = await fill(url, password);
  undo.push(() => demo.leave());
  console.log(whatToOpen(url, password, demo));
  undo.push(live(demo));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
run().catch(fail);
