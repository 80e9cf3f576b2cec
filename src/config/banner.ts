import { DIALECTS } from '../protocol/index.js';
import type { AppConfig, ClusterConfig, DatabaseConfig } from './app-config.js';

export interface StartFacts {
  config: AppConfig;
  /** The port that is really listened on; with `PORT=0` not the configured one. */
  port: number;
  version: string;
  /** In words and without secrets, see `describeDatabase`. */
  database: string;
  /** In words and without secrets, see `describeCluster`. */
  cluster: string;
}

/** What is printed once at the start: where everything is, and what a person should know of this gateway. */
export function startBanner({ config, port, version, database, cluster }: StartFacts): string {
  const { server, auth } = config;
  const address = `${reachableHost(server.host)}:${port}`;
  const rows = [
    ['HTTP', `http://${address}`],
    ['Socket.IO', `http://${address}/socket.io/`],
    ['WebSocket', `ws://${address}/ws`],
    ['Dialects', DIALECTS.join(', ')],
    ['Database', database],
    ['Cluster', cluster],
    ['Guests', auth.guestsAllowed ? 'allowed' : 'not allowed'],
    ['Origins', describeOrigins(server.allowedOrigins)],
  ] as const;
  const warning =
    auth.jwtSecretFile === undefined
      ? []
      : ['', `  Warning: JWT_SECRET is not set. A generated one is kept in ${auth.jwtSecretFile}; production needs your own.`];
  return [
    '',
    `  Lyceum ${version} listens on ${bracketed(server.host)}:${port}`,
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(11)}${value}`),
    ...warning,
    '',
  ].join('\n');
}

/** Where the database is, without user and password. */
export function describeDatabase({ url, dataDir }: Pick<DatabaseConfig, 'url' | 'dataDir'>): string {
  return url === undefined ? `embedded in ${dataDir}` : `PostgreSQL at ${withoutSecrets(url)}`;
}

/** Whether this node has others, and the Redis that joins them, without its password. */
export function describeCluster({ redisUrl }: ClusterConfig): string {
  return redisUrl === undefined ? 'single node' : `Redis at ${withoutSecrets(redisUrl)}`;
}

/** Host, port and path only: user, password and parameters (which may hold a password too) stay out. */
function withoutSecrets(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host === '' ? 'a local socket' : host}${pathname === '/' ? '' : pathname}`;
}

/** A wildcard address is no place to go to; the same machine always is. */
function reachableHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? 'localhost' : bracketed(host);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function describeOrigins(origins: '*' | readonly string[]): string {
  if (origins === '*') return 'any';
  return origins.length === 0 ? 'same origin only' : origins.join(', ');
}
