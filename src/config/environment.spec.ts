import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { readEnvironment } from './environment.js';

describe('readEnvironment', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lyceum-env-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is the real environment where there is no .env', () => {
    expect(readEnvironment(directory, { PORT: '4000' })).toEqual({ PORT: '4000' });
  });

  it('fills up from .env, and the real environment wins', () => {
    writeFileSync(join(directory, '.env'), '# old server\nPORT=5000\nJWT_SECRET="your_jwt_secret"\n');
    expect(readEnvironment(directory, { PORT: '4000' })).toEqual({ PORT: '4000', JWT_SECRET: 'your_jwt_secret' });
  });

  it('lets the file speak where the real value is empty', () => {
    writeFileSync(join(directory, '.env'), 'PORT=5000\n');
    expect(readEnvironment(directory, { PORT: '' })).toEqual({ PORT: '5000' });
  });

  it('says so when .env is there and unreadable', () => {
    mkdirSync(join(directory, '.env'));
    expect(() => readEnvironment(directory, {})).toThrow(ConfigError);
  });
});
