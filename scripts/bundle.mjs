// The compiled gateway and its command line in few files. Most of a start would else be finding and reading three thousand modules.
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';

/** Native, with files of their own, with threads of their own, or looked up by name by others too: they stay as they are installed. */
const APART = ['@electric-sql/pglite', '@node-rs/argon2', 'pg', 'pino', 'pino-pretty', 'reflect-metadata', 'swagger-ui-dist'];

/** The compiled files that programs start with, by their names in the bundle. */
const PROGRAMS = { main: 'main.js', cli: 'cli/main.js' };

/** Writes `dist/bundle`, and makes the files that programs start with load it; all others stay for worker threads and tools. */
export async function writeBundle(root) {
  const dist = join(root, 'dist');
  const directory = join(dist, 'bundle');
  const input = Object.fromEntries(Object.entries(PROGRAMS).map(([name, file]) => [name, join(dist, file)]));
  const bundle = await rolldown({ cwd: root, input, platform: 'node', external: isApart, onLog, plugins: [inPlace(directory)] });
  // Names of classes are those of Nest's providers and of errors; where two are the same, one is renamed, and keeps its name.
  await bundle.write({ dir: directory, format: 'esm', keepNames: true, chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
  for (const [name, file] of Object.entries(PROGRAMS)) {
    await writeFile(join(dist, file), `import '${file.includes('/') ? '..' : '.'}/bundle/${name}.js';\n`);
  }
}

function isApart(id) {
  return APART.some((name) => id === name || id.startsWith(`${name}/`));
}

/** Packages ask in vain for others that are optional; everything else that could be wrong is. */
function onLog(level, log) {
  if (level !== 'warn' || log.code === 'UNRESOLVED_IMPORT') return;
  throw new Error(`The bundle: ${log.message}`);
}

/** Files beside a module, and what it requires, are where they were before its code moved. */
function inPlace(directory) {
  return {
    name: 'in-place',
    transform: {
      filter: { code: 'import.meta.url', id: /^[^\0]/ },
      handler(code, id) {
        const place = `new URL(${JSON.stringify(relative(directory, id))}, import.meta.url).href`;
        // Without its own `require` the bundler sees what the module requires, and there are no two copies of it.
        return code.replace(/^const require = createRequire\(import\.meta\.url\);$/m, '').replaceAll('import.meta.url', place);
      },
    },
  };
}
