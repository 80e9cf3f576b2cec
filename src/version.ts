import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** The version in package.json, which stands beside both `src` and `dist`. */
export const { version } = manifest;
