import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const onPath = (process.env.PATH ?? '').split(delimiter);

/** Debian keeps PostgreSQL's servers off the PATH, one directory per version; the newest comes first. */
function debianPostgres(): string[] {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base) : [];
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(base, version, 'bin'));
}

function find(name: string, directories: readonly string[]): string | undefined {
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path));
}

/** Programs that tests start themselves; absent when this machine has none. */
export const installed = {
  initdb: find('initdb', [...onPath, ...debianPostgres()]),
  postgres: find('postgres', [...onPath, ...debianPostgres()]),
  redis: find('redis-server', [...onPath, '/usr/bin', '/usr/local/bin']),
  /** Debian's own: its packages of Python modules are for no other. */
  python: find('python3', ['/usr/bin']),
  turnserver: find('turnserver', [...onPath, '/usr/bin']),
  turnClient: find('turnutils_uclient', [...onPath, '/usr/bin']),
  chromium: find('chromium', [...onPath, '/usr/bin']),
};

export const hasPostgres = installed.initdb !== undefined && installed.postgres !== undefined;
/** What `python3-socketio` and `python3-aiohttp` bring. */
export const hasPythonSocketio =
  installed.python !== undefined &&
  ['socketio', 'aiohttp'].every((module) => find(module, ['/usr/lib/python3/dist-packages']) !== undefined);
export const hasRedis = installed.redis !== undefined;
export const hasCoturn = installed.turnserver !== undefined && installed.turnClient !== undefined;
export const hasChromium = installed.chromium !== undefined;
