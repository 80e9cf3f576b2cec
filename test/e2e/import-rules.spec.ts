import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { freshDirectory } from '../support/test-run.js';

interface Violation {
  rule: { name: string };
  from: string;
}

type Import = readonly [from: string, to: string];

const ROOT = process.cwd();
const require = createRequire(join(ROOT, 'package.json'));
const config = require(join(ROOT, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] };

/** One import that breaks each rule; every file stands for itself. */
const BREAKING: Record<string, Import> = {
  'protocol-stays-below': ['src/protocol/a.ts', 'src/common/index.ts'],
  'common-stays-below': ['src/common/a.ts', 'src/config/index.ts'],
  'config-stays-below': ['src/config/a.ts', 'src/database/index.ts'],
  'database-stays-below': ['src/database/a.ts', 'src/auth/user.entity.ts'],
  'realtime-stays-below': ['src/realtime/a.ts', 'src/auth/index.ts'],
  'web-app-stays-below': ['src/web-app/a.ts', 'src/common/index.ts'],
  'auth-imports-features': ['src/auth/a.ts', 'src/rooms/index.ts'],
  'presence-imports-features': ['src/presence/a.ts', 'src/rooms/index.ts'],
  'rooms-imports-features': ['src/rooms/a.ts', 'src/chat/index.ts'],
  'files-imports-features': ['src/files/a.ts', 'src/presence/index.ts'],
  'chat-imports-features': ['src/chat/a.ts', 'src/presence/index.ts'],
  'calls-imports-features': ['src/calls/a.ts', 'src/chat/index.ts'],
  'mentor-status-imports-features': ['src/mentor-status/a.ts', 'src/calls/index.ts'],
  'notifications-imports-features': ['src/notifications/a.ts', 'src/rooms/index.ts'],
  'server-api-imports-features': ['src/server-api/a.ts', 'src/ops/index.ts'],
  'ops-imports-features': ['src/ops/a.ts', 'src/auth/index.ts'],
  'feature-is-its-index': ['src/rooms/b.ts', 'src/auth/auth.service.ts'],
  'realtime-is-its-index': ['src/rooms/c.ts', 'src/realtime/publisher.ts'],
  'dialects-are-pure': ['src/realtime/dialects/a.ts', 'src/realtime/publisher.ts'],
  'protocol-imports-nothing': ['src/protocol/b.ts', 'zod'],
  'parts-do-not-know-the-whole': ['src/rooms/d.ts', 'src/app.module.ts'],
  'sockets-in-realtime-only': ['src/rooms/e.ts', 'socket.io'],
  'typeorm-in-repositories-only': ['src/rooms/e.service.ts', 'typeorm'],
  'nest-typeorm-in-modules-and-repositories-only': ['src/rooms/f.service.ts', '@nestjs/typeorm'],
  'gateways-ask-services': ['src/rooms/rooms.gateway.ts', 'src/rooms/rooms.repository.ts'],
  'black-box-tests-import-nothing-of-src': ['test/contract/a.spec.ts', 'src/protocol/index.ts'],
  'sdk-imports-the-protocol': ['sdk/src/b.ts', 'src/config/index.ts'],
  'only-hooks-know-react': ['sdk/src/c.ts', 'react'],
  'web-imports-the-client': ['web/src/b.ts', 'src/common/index.ts'],
  'sdk-imports-the-wire-only': ['sdk/src/a.ts', 'src/common/index.ts'],
  'web-imports-the-sdk-only': ['web/src/a.ts', 'src/protocol/index.ts'],
  'src-stands-alone': ['src/rooms/g.ts', 'test/support/clients.ts'],
  'no-dev-dependency-in-src': ['src/rooms/h.ts', 'jest'],
  'no-unlisted-package': ['src/rooms/i.ts', 'unlisted'],
  'no-unresolvable': ['src/rooms/j.ts', 'src/rooms/absent.ts'],
  'no-circle': ['src/rooms/circle-1.ts', 'src/rooms/circle-2.ts'],
  'no-orphan': ['src/rooms/orphan.ts', ''],
};

/** More imports that must be found: the same rules from other sides. */
const ALSO_BREAKING: readonly (readonly [rule: string, ...Import])[] = [
  ['dialects-are-pure', 'src/realtime/dialects/b.ts', '@nestjs/common'],
  ['dialects-are-pure', 'src/realtime/dialects/c.ts', 'node:fs'],
  ['sockets-in-realtime-only', 'src/chat/b.ts', 'ws'],
  ['sockets-in-realtime-only', 'src/chat/c.ts', 'engine.io'],
  ['typeorm-in-repositories-only', 'src/rooms/x.gateway.ts', 'typeorm'],
  ['gateways-ask-services', 'src/rooms/rooms.controller.ts', 'src/rooms/rooms.repository.ts'],
  ['black-box-tests-import-nothing-of-src', 'test/cluster/a.spec.ts', 'test/support/leak.ts'],
  ['realtime-is-its-index', 'src/rooms/k.ts', 'src/realtime/dialects/index.ts'],
];

const ALLOWED: readonly Import[] = [
  ['src/rooms/ok-1.service.ts', 'src/auth/index.ts'],
  ['src/rooms/ok-2.service.ts', 'src/realtime/index.ts'],
  ['src/rooms/ok-3.repository.ts', 'typeorm'],
  ['src/rooms/ok-4.entity.ts', 'typeorm'],
  ['src/rooms/ok-5.module.ts', '@nestjs/typeorm'],
  ['src/rooms/ok-6.spec.ts', 'jest'],
  ['src/database/ok-1.ts', 'typeorm'],
  ['src/realtime/ok-1.ts', 'socket.io'],
  ['src/realtime/dialects/ok-1.ts', 'src/protocol/index.ts'],
  ['src/chat/ok-1.ts', 'src/rooms/index.ts'],
  ['src/server-api/ok-1.ts', 'src/chat/index.ts'],
  ['src/app.module.ts', 'src/rooms/index.ts'],
  ['src/main.ts', 'src/app.module.ts'],
  ['test/contract/ok-1.spec.ts', 'test/support/clients.ts'],
  ['test/support/clients.ts', 'ws'],
  ['test/e2e/ok-1.spec.ts', 'src/protocol/index.ts'],
  ['sdk/src/ok-1.ts', 'src/protocol/index.ts'],
];

/** Files that the imports above lead to, and that import something themselves. */
const LEADING_ON: readonly Import[] = [
  ['src/rooms/circle-2.ts', 'src/rooms/circle-1.ts'],
  ['test/support/leak.ts', 'src/protocol/index.ts'],
];

const DEPENDENCIES = ['zod', 'socket.io', 'engine.io', 'ws', 'typeorm', '@nestjs/typeorm', '@nestjs/common', 'react'];

describe('the import rules', () => {
  let violations: string[];

  beforeAll(async () => {
    const project = freshDirectory('import-rules');
    writeProject(project);
    violations = (await cruise(project)).map(({ rule, from }) => `${rule.name}: ${from}`);
  }, 60_000);

  it('are all tried here', () => {
    expect(Object.keys(BREAKING).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(BREAKING))('%s is broken by %s', (rule, [from]) => {
    expect(violations).toContain(`${rule}: ${from}`);
  });

  it.each(ALSO_BREAKING)('%s is broken by %s importing %s', (rule, from) => {
    expect(violations).toContain(`${rule}: ${from}`);
  });

  it.each(ALLOWED)('allow %s to import %s', (from) => {
    expect(violations.filter((violation) => violation.endsWith(`: ${from}`))).toEqual([]);
  });
});

function writeProject(project: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };
  const imports = [...Object.values(BREAKING), ...ALSO_BREAKING.map(([, ...pair]) => pair), ...ALLOWED, ...LEADING_ON];
  for (const [, to] of imports) if (isSource(to) && !to.includes('absent')) write(to, 'export {};\n');
  for (const [from, to] of imports) write(from, to === '' ? 'export {};\n' : `import '${specifier(from, to)}';\n`);
  for (const name of [...DEPENDENCIES, 'jest', 'unlisted']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  const dependencies = Object.fromEntries(DEPENDENCIES.map((name) => [name, '1.0.0']));
  write('package.json', JSON.stringify({ type: 'module', dependencies, devDependencies: { jest: '1.0.0' } }));
  write('tsconfig.json', readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
}

function isSource(path: string): boolean {
  return path.endsWith('.ts');
}

function specifier(from: string, to: string): string {
  if (!isSource(to)) return to;
  const path = relative(dirname(from), to).replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

/** Runs the checker as `npm run check:imports` does; it exits with how many rules were broken. */
async function cruise(cwd: string): Promise<Violation[]> {
  const cli = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [cli, '--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json', '.'];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 64 << 20 }, (_error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr));
      else resolve(stdout);
    });
  });
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}
