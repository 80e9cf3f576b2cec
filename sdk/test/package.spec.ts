import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BuiltClient, program, vite } from './built-client.js';

const LARGEST_BYTES = 25 * 1024;
const MINUTES_MS = 180_000;

describe('the package', () => {
  let client: BuiltClient;

  beforeAll(async () => {
    client = await BuiltClient.build();
  }, MINUTES_MS);
  afterAll(() => client.remove());

  it('is under 25 KB gzipped without the hooks and the media of calls, and brings neither React nor Socket.IO along', () => {
    const files = readdirSync(client.path('built')).filter((name) => name.endsWith('.js'));
    const codeOf = (name: string): string => readFileSync(client.path('built', name), 'utf8');
    const code = files.map(codeOf).join('\n');
    const isLater = (name: string): boolean => codeOf('index.js').includes(`import(\`./${name}\`)`);
    const atFirst = files.filter((name) => name !== 'react.js' && !isLater(name));
    // The media of calls is loaded with the first call.
    expect(files.filter(isLater)).toEqual([expect.stringMatching(/^call-media-/)]);
    expect(gzipSync(atFirst.map(codeOf).join('\n')).length).toBeLessThan(LARGEST_BYTES);
    const imported = [...code.matchAll(/from\s*[`'"]([^`'"./][^`'"]*)[`'"]/g)].map(([, name]) => name);
    expect([...new Set(imported)].sort()).toEqual(['react', 'react/jsx-runtime', 'socket.io-client']);
  });

  it('leaves out what an app does not import', async () => {
    const folder = client.path('app');
    mkdirSync(folder);
    writeFileSync(join(folder, 'entry.js'), `export { LyceumError } from '../built/index.js';`);
    const lib = { entry: 'entry.js', formats: ['es'], fileName: 'app' };
    const config = { root: folder, logLevel: 'silent', build: { lib, rollupOptions: { external: ['socket.io-client'] } } };
    writeFileSync(join(folder, 'vite.config.mjs'), `export default ${JSON.stringify(config)};`);
    await vite('--config', join(folder, 'vite.config.mjs'));
    const app = readFileSync(join(folder, 'dist', 'app.js'), 'utf8');
    expect(app).toContain('LyceumError');
    expect(app.length).toBeLessThan(3_000);
  });

  it(
    'has examples in its README that compile',
    async () => {
      const blocks = [...readFileSync('sdk/README.md', 'utf8').matchAll(/```(tsx?)\n([^]*?)```/g)];
      expect(blocks.length).toBeGreaterThan(4);
      const folder = client.path('examples');
      mkdirSync(folder);
      for (const [index, [, kind, code]] of blocks.entries()) writeFileSync(join(folder, `example-${index}.${kind}`), code ?? '');
      const config = { extends: '../../../sdk/tsconfig.json', include: ['.'], exclude: [] };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      const refusals = await program('typescript/bin/tsc', '-p', folder).catch(
        (error: unknown) => (error as { stdout: string }).stdout,
      );
      expect(refusals).toBe('');
    },
    MINUTES_MS,
  );

  it(
    'has a page for everything public, made without a warning',
    async () => {
      await program('typedoc/bin/typedoc', '--options', 'sdk/typedoc.json', '--out', client.path('docs'));
      expect(readdirSync(client.path('docs', 'functions'))).toContain('index.createClient.html');
    },
    MINUTES_MS,
  );
});
