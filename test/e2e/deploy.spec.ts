import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a planned stop may take in all. */
const STOP_SECONDS = 25;
const known = new Set([...readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z0-9_]+)=/gm)].map(([, key]) => key));
/** Of the other programs in the examples. */
const OF_OTHERS = new Set(['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB']);

const files = readdirSync('deploy', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ya?ml$/.test(name))
  .map((name) => join('deploy', name))
  .concat('docker-compose.yml');

function numberIn(file: string, pattern: RegExp): number {
  return Number(pattern.exec(readFileSync(file, 'utf8'))?.[1]);
}

describe('the examples of deploying', () => {
  it.each(files)('%s sets only what there is', (file) => {
    const set = [...readFileSync(file, 'utf8').matchAll(/^\s+([A-Z][A-Z0-9_]{2,}): /gm)].map(([, key]) => key!);
    expect(set).toContain(file.includes('lyceum.yaml') ? 'TRUSTED_PROXIES' : 'DATABASE_URL');
    expect(set.filter((key) => !known.has(key) && !OF_OTHERS.has(key))).toEqual([]);
  });

  it('leave a planned stop its time', () => {
    const manifest = 'deploy/kubernetes/lyceum.yaml';
    const [grace, preStop] = [/terminationGracePeriodSeconds: (\d+)/, /command: \[sleep, '(\d+)'\]/].map((pattern) =>
      numberIn(manifest, pattern),
    );
    expect(preStop).toBeGreaterThan(0);
    expect(grace! - preStop!).toBeGreaterThan(STOP_SECONDS);
    for (const file of ['docker-compose.yml', 'deploy/compose/docker-compose.yml']) {
      expect(numberIn(file, /stop_grace_period: (\d+)s/)).toBeGreaterThan(STOP_SECONDS);
    }
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^STOPSIGNAL SIGTERM$/m);
  });

  it('keep idle connections for longer than two pings are apart, and no tokens in logs', () => {
    const [nginx, haproxy] = ['deploy/nginx/nginx.conf', 'deploy/haproxy/haproxy.cfg'];
    expect(numberIn(nginx, /proxy_read_timeout (\d+)s/)).toBeGreaterThan(30);
    for (const name of ['client', 'server', 'tunnel'])
      expect(numberIn(haproxy, new RegExp(`timeout ${name} (\\d+)s`))).toBeGreaterThan(30);
    const formats =
      /log_format[^;]*/.exec(readFileSync(nginx, 'utf8'))![0] + /log-format.*/.exec(readFileSync(haproxy, 'utf8'))![0];
    expect(formats).not.toMatch(/\$request |\$request"|\$request_uri|\$args|%r|%HU|%HQ|%HPO/);
  });
});
