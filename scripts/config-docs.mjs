// Writes docs/config.md and .env.example from the configuration schemas. Needs a build: `npm run build`.
import { writeFile } from 'node:fs/promises';

const root = new URL('../', import.meta.url);
const { configPage, envExample } = await import(new URL('dist/config/documentation.js', root).href);

await writeFile(new URL('docs/config.md', root), configPage());
await writeFile(new URL('.env.example', root), envExample());
