import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { start } from './child.mjs';
import { freshDirectory } from './scratch.mjs';

/** Debian keeps PostgreSQL's servers off the PATH, one directory per version. */
function directories() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...(process.env.PATH ?? '').split(delimiter), ...versions.map((version) => join(debian, version, 'bin'))];
}

const bin = directories().find((directory) => existsSync(join(directory, 'initdb')) && existsSync(join(directory, 'postgres')));

export const hasPostgres = bin !== undefined;

/** PostgreSQL refuses to run as root; its own account is there wherever its package is. */
function account() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A new cluster on 127.0.0.1 with PostgreSQL's own defaults: an answered commit is on the disk. */
export async function startPostgres() {
  const { uid, gid } = account();
  const directory = freshDirectory('postgres');
  if (uid !== undefined) chownSync(directory, uid, gid);
  const cluster = join(directory, 'cluster');
  const env = { LC_ALL: 'C', TZ: 'UTC' };
  const initdb = ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await promisify(execFile)(join(bin, 'initdb'), initdb, { uid, gid, cwd: directory, env: { PATH: process.env.PATH, ...env } });

  const port = await freePort();
  const settings = [`listen_addresses=127.0.0.1`, `port=${port}`, `unix_socket_directories=${directory}`];
  const args = ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])];
  const server = start(join(bin, 'postgres'), args, { env, cwd: directory, uid, gid });
  await server.until((output) => output.includes('ready to accept connections') || undefined);
  const url = (database) => `postgres://postgres@127.0.0.1:${port}/${database}`;

  return {
    /** An empty database; resolves with its URL. @param {string} name */
    async createDatabase(name) {
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      await client.end();
      return url(name);
    },
    /** CPU time so far of those that serve a database now, µs; where the kernel tells (Linux). @param {string} name */
    cpu: (name) => cpuOf(server.pid, `postgres: postgres ${name} `),
    stop: () => server.stop('SIGINT'),
  };
}

/** The kernel's clock tick, as it tells times to programs. */
const TICK_US = 10_000;

/** Of those processes that a process has begun and that call themselves so. */
function cpuOf(parent, title) {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // After the name, which may hold anything: state, parent, …; times are the 14th and 15th of all.
      const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (Number(fields[1]) !== parent || !readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith(title)) continue;
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended meanwhile.
    }
  }
  return ticks * TICK_US;
}
