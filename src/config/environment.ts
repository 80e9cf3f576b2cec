import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError } from './config-error.js';
import { systemErrorCode } from './system-error.js';

/** Names and their text; an empty text counts as absent. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's environment, filled up from `.env` in `directory` when there is such a file. */
export function readEnvironment(directory = process.cwd(), real: Environment = process.env): Environment {
  const present = Object.entries(real).filter(([, text]) => text !== undefined && text !== '');
  return { ...envFile(join(directory, '.env')), ...Object.fromEntries(present) };
}

function envFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = systemErrorCode(error) ?? 'unreadable';
    if (reason === 'ENOENT') return {};
    throw new ConfigError([{ key: '.env', sentence: `.env at ${path} can't be read (${reason})` }]);
  }
}
