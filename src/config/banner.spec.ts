import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCluster, describeDatabase, startBanner } from './banner.js';
import { loadConfig } from './load.js';
import { keptSecret } from './secret-file.js';

const JWT_SECRET = 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz';

function bannerOf(env: Record<string, string>): string {
  const config = loadConfig({ JWT_SECRET, ...env }, { directory: '/srv' });
  return startBanner({
    config,
    port: 4_321,
    version: '1.2.3',
    database: describeDatabase(config.database),
    cluster: describeCluster(config.cluster),
  });
}

describe('startBanner', () => {
  it('tells where everything is', () => {
    expect(bannerOf({}).trim().split(/\n+ */)).toEqual([
      'Lyceum 1.2.3 listens on 0.0.0.0:4321',
      'HTTP       http://localhost:4321',
      'Socket.IO  http://localhost:4321/socket.io/',
      'WebSocket  ws://localhost:4321/ws',
      expect.stringMatching(/^Dialects {3}lyceum, group-study, chatroom, direct-messages, skill-lift/),
      'Database   embedded in /srv/data',
      'Cluster    single node',
      'Guests     allowed',
      'Origins    any',
    ]);
  });

  it('names the address that was asked for, also an IPv6 one', () => {
    expect(bannerOf({ HOST: '127.0.0.1' })).toContain('http://127.0.0.1:4321');
    expect(bannerOf({ HOST: '::1' })).toContain('ws://[::1]:4321/ws');
  });

  it('tells what production closes', () => {
    const banner = bannerOf({ NODE_ENV: 'production' });
    expect(banner).toContain('Guests     not allowed');
    expect(banner).toContain('Origins    same origin only');
  });

  it('shows no secret', () => {
    const banner = bannerOf({
      DATABASE_URL: 'postgres://app:hunter2@db.example:5433/lyceum?password=hunter2',
      REDIS_URL: 'redis://:hunter2@cache.example:6379',
    });
    expect(banner).toContain('PostgreSQL at db.example:5433/lyceum\n');
    expect(banner).toContain('Redis at cache.example:6379\n');
    expect(banner).not.toContain('hunter2');
    expect(banner).not.toContain(JWT_SECRET);
  });

  it('warns of a generated secret, and only of that', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'lyceum-banner-'));
    const banner = bannerOf({ JWT_SECRET: '', DATA_DIR: dataDir });
    expect(banner).toContain(`Warning: JWT_SECRET is not set. A generated one is kept in ${join(dataDir, 'jwt-secret')};`);
    expect(banner).not.toContain(keptSecret(dataDir));
    rmSync(dataDir, { recursive: true });
    expect(bannerOf({})).not.toContain('Warning');
  });
});
